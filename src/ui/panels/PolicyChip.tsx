import { useSession } from '../state/SessionContext.ts'
import { usePage, useRun } from '../state/stores.ts'
import type { LaneSummary } from '../state/summaries.ts'
import { Icon } from '../widgets/Icon.tsx'
import { MenuButton } from '../widgets/MenuButton.tsx'
import { laneTitle } from '../words/laneTitle.ts'
import { policyChoices, policyHint, policyName } from '../words/policyNames.ts'
import { words } from '../words/words.ts'

/** The one policy that is not Kubernetes. */
const RUNBOOK = 'one-click'

/** Says by which policy the lane decides, and changes it from now on. */
export function PolicyChip(props: {
  readonly lane: LaneSummary
  /** Where there is no room for the policy's name. */
  readonly compact: boolean
}) {
  const { lane, compact } = props
  const session = useSession()
  const configured = useRun((run) => run.info?.configured ?? false)
  const nameOf = (id: string) => policyName(id, configured)
  const choose = async (policy: string) => {
    if (policy === lane.policy) return
    // Before anything was placed, and between two worlds, a change is a fresh start; otherwise it
    // is a command like any other.
    const otherWorld = policy === RUNBOOK || lane.policy === RUNBOOK
    if (otherWorld || useRun.getState().now === 0) {
      await session.restartWithPolicy(lane.id, policy)
      return
    }
    const reply = await session.command({ type: 'setPolicy', lane: lane.id, policy })
    if (reply.error !== undefined) return
    usePage.setState({
      notice: {
        tone: 'info',
        text: words.policy.fromNowOn(nameOf(policy)),
        action: {
          label: words.policy.startOver,
          run: () => void session.restartWithPolicy(lane.id, policy),
        },
      },
    })
  }
  const power = {
    type: 'action',
    label: lane.controlPlaneDown ? words.controlPlane.back : words.controlPlane.take,
    ...(lane.controlPlaneDown ? {} : { hint: words.controlPlane.takeHint }),
    danger: !lane.controlPlaneDown,
    run: () => {
      session
        .command({ type: 'controlPlane', up: lane.controlPlaneDown, lane: lane.id })
        .catch(() => {
          // A dead engine is told by its own notice.
        })
    },
  } as const
  return (
    <MenuButton
      className={compact ? 'policy-chip compact' : 'policy-chip'}
      label={
        compact ? words.policy.changeFrom(laneTitle(lane.title), nameOf(lane.policy)) : undefined
      }
      title={words.policy.change(laneTitle(lane.title))}
      items={[
        {
          type: 'choice',
          label: words.policy.change(laneTitle(lane.title)),
          value: lane.policy,
          options: policyChoices(lane.policy, configured).map((id) => ({
            value: id,
            label: nameOf(id),
            hint: policyHint(id, configured),
          })),
          choose: (policy) => {
            choose(policy).catch(() => {
              // A dead engine is told by its own notice.
            })
          },
        },
        ...(lane.runbook ? [] : [{ type: 'separator', id: 'control-plane' } as const, power]),
        ...(compact && lane.runbook
          ? ([
              { type: 'separator', id: 'on-call' },
              {
                type: 'action',
                label: words.onCall.button,
                run: () => usePage.setState({ dialog: { type: 'onCall' } }),
              },
            ] as const)
          : []),
      ]}
    >
      {!compact && nameOf(lane.policy)}
      <Icon name="down" size={13} />
    </MenuButton>
  )
}
