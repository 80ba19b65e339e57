import { useSession } from '../../state/SessionContext.ts'
import { workloadWords as words } from '../../words/control.ts'
import { amountWithUnit, laneLabel } from '../../words/units.ts'
import { useAsked } from './useAsked.ts'

/** What containers ask for against what they use: a read-out, as the VerticalPodAutoscaler gives one. */
export function Usage({ lane, namespace }: { readonly lane: string; readonly namespace: string }) {
  const session = useSession()
  const { answer } = useAsked(() => session.ask<'usage'>({ type: 'usage', lane }), lane)
  const rows = (answer?.rows ?? [])
    .filter((row) => namespace === '' || row.namespace === namespace)
    .flatMap(({ app, namespace: home, container, requests, usage, recommended }) =>
      Object.keys(usage).map((resource) => {
        const text = (amounts: Readonly<Record<string, number>>) =>
          amounts[resource] === undefined ? '—' : amountWithUnit(resource, amounts[resource])
        return {
          key: `${home}/${app}/${container}/${resource}`,
          name: container === app ? app : `${app}, ${container}`,
          label: laneLabel(resource),
          asks: text(requests),
          uses: text(usage),
          suggested: text(recommended),
        }
      }),
    )
  if (rows.length === 0) return null
  return (
    <section className="control-part">
      <h3>{words.usage}</h3>
      <table className="usage">
        <thead>
          <tr>
            {words.usageColumns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, label, asks, uses, suggested }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td>{label}</td>
              <td>{asks}</td>
              <td>{uses}</td>
              <td>{suggested}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
