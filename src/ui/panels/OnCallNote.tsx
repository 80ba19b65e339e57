import type { OnCall } from '../../engine/scenario.ts'
import { Icon } from '../widgets/Icon.tsx'
import { Popover } from '../widgets/Popover.tsx'
import { words } from '../words/words.ts'

/** The delays that the one-click world assumes, said openly. */
export function OnCallNote({ onCall }: { readonly onCall: OnCall }) {
  return (
    <Popover
      label={words.onCall.button}
      className="oncall-chip"
      icon={<Icon name="clock" size={18} />}
    >
      <h3>{words.onCall.title}</h3>
      <OnCallList onCall={onCall} />
    </Popover>
  )
}

/** The assumptions themselves. */
export function OnCallList({ onCall }: { readonly onCall: OnCall }) {
  return (
    <>
      <ul>
        <li>{words.onCall.detection(onCall.detection)}</li>
        <li>{words.onCall.wakeUp(onCall.wakeUp)}</li>
        <li>{words.onCall.perApp(onCall.perApp)}</li>
      </ul>
      <p>{words.onCall.source}</p>
    </>
  )
}
