import { useEffect, useLayoutEffect, useState } from 'react'

/** The whole screen, where the browser allows it: it wants to have been pressed before. */
export function goFullscreen(): void {
  if (document.fullscreenElement !== null || !document.fullscreenEnabled) return
  document.documentElement.requestFullscreen({ navigationUI: 'hide' }).catch(() => {
    // A page that nobody has touched yet may not; it is asked again with the first key.
    addEventListener('keydown', goFullscreen, { once: true })
  })
}

export function leaveFullscreen(): void {
  removeEventListener('keydown', goFullscreen)
  if (document.fullscreenElement !== null) document.exitFullscreen().catch(() => {})
}

/** Keeps the screen on, also after somebody has looked at another window. */
export function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined
    let over = false
    const ask = async () => {
      if (over || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
      try {
        lock = await navigator.wakeLock.request('screen')
        if (over) await lock.release()
      } catch {
        // A battery that is low, a browser that forbids it: the screen dims as usual.
      }
    }
    void ask()
    document.addEventListener('visibilitychange', ask)
    return () => {
      over = true
      document.removeEventListener('visibilitychange', ask)
      lock?.release().catch(() => {})
    }
  }, [])
}

/** A pointer that rests so long (ms) is hidden. */
const RESTS = 2_000
/** A button that is held so long (ms) is a laser pointer. */
const HELD = 200

/** Hides a pointer that rests, and says so (`rests`); where the laser points while a button or Shift is held. */
export function usePointer(
  rests: () => void,
): { readonly x: number; readonly y: number } | undefined {
  const [laser, setLaser] = useState<{ readonly x: number; readonly y: number }>()
  useLayoutEffect(() => {
    const root = document.documentElement
    let at = { x: innerWidth / 2, y: innerHeight / 2 }
    let shining = false
    let hold: ReturnType<typeof setTimeout> | undefined
    let sleep: ReturnType<typeof setTimeout> | undefined
    const shine = (on: boolean) => {
      shining = on
      setLaser(on ? at : undefined)
      if (on) root.dataset.laser = ''
      else delete root.dataset.laser
    }
    const wake = () => {
      delete root.dataset.pointer
      clearTimeout(sleep)
      sleep = setTimeout(() => {
        root.dataset.pointer = 'hidden'
        rests()
      }, RESTS)
    }
    const moved = ({ clientX, clientY }: PointerEvent) => {
      at = { x: clientX, y: clientY }
      wake()
      if (shining) setLaser(at)
    }
    const pressed = (event: PointerEvent) => {
      if (event.button !== 0) return
      clearTimeout(hold)
      hold = setTimeout(() => shine(true), HELD)
    }
    const released = () => {
      clearTimeout(hold)
      if (!shining) return
      shine(false)
      // What was pointed at is not pressed.
      const swallow = (event: Event) => event.stopPropagation()
      addEventListener('click', swallow, { capture: true, once: true })
      setTimeout(() => removeEventListener('click', swallow, { capture: true }), 50)
    }
    const keyed = ({ type, key, repeat }: KeyboardEvent) => {
      if (key === 'Shift' && !repeat) shine(type === 'keydown')
    }
    wake()
    addEventListener('pointermove', moved)
    addEventListener('pointerdown', pressed)
    addEventListener('pointerup', released)
    addEventListener('pointercancel', released)
    addEventListener('keydown', keyed)
    addEventListener('keyup', keyed)
    return () => {
      clearTimeout(hold)
      clearTimeout(sleep)
      delete root.dataset.pointer
      delete root.dataset.laser
      removeEventListener('pointermove', moved)
      removeEventListener('pointerdown', pressed)
      removeEventListener('pointerup', released)
      removeEventListener('pointercancel', released)
      removeEventListener('keydown', keyed)
      removeEventListener('keyup', keyed)
    }
  }, [rests])
  return laser
}
