import type { Command } from './protocol.ts'

/** `drain 3`, `scale web`, `apply`: the command's type and what it was given for. */
export function commandLabel(command: Command): string {
  return [command.type, commandTarget(command)].filter(Boolean).join(' ')
}

/** What it is given for: the machine's number, a name, a policy, `up` or `down`; '' = nothing of the kind. */
export function commandTarget(command: Command): string {
  if ('machine' in command) return String(command.machine)
  if ('name' in command) return command.name
  if (command.type === 'controlPlane') return command.up ? 'up' : 'down'
  return command.type === 'setPolicy' ? command.policy : ''
}
