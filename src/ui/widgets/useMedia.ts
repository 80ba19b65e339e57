import { useSyncExternalStore } from 'react'

/** Follows a media query. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
    () => false,
  )
}

const REDUCED = '(prefers-reduced-motion: reduce)'

export function useReducedMotion(): boolean {
  return useMedia(REDUCED)
}

export function prefersReducedMotion(): boolean {
  return matchMedia(REDUCED).matches
}

export type Breakpoint = 'desktop' | 'laptop' | 'tablet' | 'phone'

export interface Screen {
  readonly breakpoint: Breakpoint
  /** A phone held sideways: the cards stand side by side. */
  readonly landscape: boolean
}

/** LOOK.md section 3. A low window (a phone held sideways, strong zoom) is a phone, too. */
export function useScreen(): Screen {
  const desktop = useMedia('(min-width: 1600px)')
  const laptop = useMedia('(min-width: 1200px)')
  const tablet = useMedia('(min-width: 700px)')
  const low = useMedia('(max-height: 480px) and (max-width: 1199px)')
  const wide = useMedia('(min-width: 560px) and (orientation: landscape)')
  const phone = !tablet || low
  if (phone) return { breakpoint: 'phone', landscape: wide }
  const breakpoint = desktop ? 'desktop' : laptop ? 'laptop' : 'tablet'
  return { breakpoint, landscape: false }
}
