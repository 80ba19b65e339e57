import type { ReactNode } from 'react'

/** What rounds have come to, a row each. */
export function ResultTable(props: {
  readonly columns: readonly string[]
  /** Its rows. */
  readonly children: ReactNode
}) {
  return (
    <div className="game-table">
      <table>
        <thead>
          <tr>
            {props.columns.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </div>
  )
}
