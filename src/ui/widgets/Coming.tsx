import { type ReactNode, Suspense, useEffect, useLayoutEffect } from 'react'
import { changeBusy } from '../state/idle.ts'

/**
 * What a press asks for and has to be fetched first. `room` stands in its place meanwhile, and the
 * page is busy with it as `sort`.
 */
export function Coming(props: {
  readonly sort?: string
  readonly room?: ReactNode
  readonly children: ReactNode
}) {
  const { sort = 'coming', room, children } = props
  return <Suspense fallback={<Fetching sort={sort}>{room}</Fetching>}>{children}</Suspense>
}

function Fetching({ sort, children }: { readonly sort: string; readonly children: ReactNode }) {
  useLayoutEffect(() => changeBusy(sort, 1), [sort])
  // An effect after the picture ends it: by then what has come has begun with its own.
  useEffect(() => () => changeBusy(sort, -1), [sort])
  return children
}
