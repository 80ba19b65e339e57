import { useState } from 'react'

/** For screen readers: what is said when it comes, however often it changes afterwards. */
export function SaidOnce({ text }: { readonly text: string }) {
  const [first] = useState(text)
  return (
    <p className="sr-only" role="status">
      {first}
    </p>
  )
}
