import type { ReactNode } from 'react'

/** What a menu offers, as data. */
export type MenuItem =
  | {
      readonly type: 'action'
      readonly label: string
      readonly hint?: string
      readonly icon?: ReactNode
      readonly danger?: boolean
      readonly disabled?: boolean
      readonly run: () => void
    }
  | { readonly type: 'separator'; readonly id: string }
  | {
      readonly type: 'choice'
      readonly label: string
      readonly value: string
      readonly options: readonly {
        readonly value: string
        readonly label: string
        readonly hint?: string
      }[]
      readonly choose: (value: string) => void
    }
