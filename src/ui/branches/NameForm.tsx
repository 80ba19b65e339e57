import { useState } from 'react'

/** A name that is being changed: Enter and leaving take it, Escape does not. */
export function NameForm(props: {
  readonly label: string
  readonly name: string
  readonly done: (name: string | undefined) => void
}) {
  const { label, done } = props
  const [name, setName] = useState(props.name)
  return (
    <form
      className="branch-name"
      onSubmit={(event) => {
        event.preventDefault()
        done(name.trim())
      }}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed.
        autoFocus
        aria-label={label}
        value={name}
        maxLength={60}
        onChange={(event) => setName(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => done(name.trim())}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          event.stopPropagation()
          done(undefined)
        }}
      />
    </form>
  )
}
