/** Why a command cannot be carried out. Machines by name, unless their number is all there is. */
export const COMMANDS = {
  // Machines.
  unknownMachine: (machine: number) => `There is no machine ${machine}.`,
  noPowerAlready: (name: string) => `${name} has no power already.`,
  powerAlready: (name: string) => `${name} has power already.`,
  noPowerInEveryLane: () => 'There is no machine that has power in every lane.',
  notSpot: (name: string) => `${name} is no spot machine.`,
  takenBackAlready: (name: string) => `${name} is taken back already.`,
  stillBooting: (name: string) => `${name} is still booting.`,
  cordonedAlready: (name: string) => `${name} is cordoned already.`,
  notCordoned: (name: string) => `${name} is not cordoned.`,
  noMachineTypes: () => 'The scenario has no machine types.',
  unknownMachineType: (name: string) => `There is no machine type "${name}".`,
  mostMachines: (count: number) =>
    `There are ${count} machines already, the most that this scenario allows.`,

  // Lanes.
  unknownLane: (id: string) => `There is no lane "${id}".`,
  unknownPolicy: (id: string) => `There is no policy "${id}".`,
  policyAlready: (id: string) => `The lane has the policy "${id}" already.`,
  noRunbook: () => 'A Kubernetes cluster cannot be run by a runbook.',
  runbookStays: () =>
    'A one-click lane is no Kubernetes cluster: it can only get another policy from its start.',
  runbookAlone: () => 'A one-click lane has no control plane.',
  controlPlaneUp: () => 'The control plane is up already.',
  controlPlaneDown: () => 'The control plane is down already.',
  pagerSilent: () => 'The pager is not ringing.',

  // Objects. Kinds are as Kubernetes names them, or as they were given.
  noObject: (kind: string, name: string) => `There is no ${kind} "${name}".`,
  noObjectIn: (kind: string, name: string, namespace: string) =>
    `There is no ${kind} "${name}" in the namespace "${namespace}".`,
  noKindHere: (kind: string) => `There is no kind "${kind}" here.`,
  badReplicas: (replicas: number) =>
    `A number of replicas is 0 or a positive whole number, not ${replicas}.`,
  notScaled: (kind: string) =>
    `A ${kind} cannot be scaled: only Deployments, ReplicaSets and StatefulSets can.`,
  badAnnotation: (key: string) => `"${key}" cannot be the name of an annotation.`,
  badTraffic: (most: number, requests: number) =>
    `A number of requests a second is a whole number from 0 to ${most}, not ${requests}.`,

  // Rollouts.
  noRollout: (kind: string, action: string, kinds: readonly string[]) =>
    `A ${kind} has no rollout to ${action}: only ${kinds.join(', ')} have.`,
  deploymentsPause: (kind: string) => `Only a Deployment can be paused, not a ${kind}.`,
  pausedAlready: (name: string) => `The Deployment "${name}" is paused already.`,
  notPaused: (name: string) => `The Deployment "${name}" is not paused.`,
  pausedRestart: (kind: string, name: string) =>
    `The ${kind} "${name}" is paused; resume it before restarting it.`,
  pausedUndo: (kind: string, name: string) =>
    `The ${kind} "${name}" is paused; resume it before undoing its rollout.`,
  noEarlierRevision: (kind: string, name: string) =>
    `The ${kind} "${name}" has no earlier revision to go back to.`,
  noRevision: (kind: string, name: string, revision: number) =>
    `The ${kind} "${name}" has no revision ${revision} in its history.`,
  templateAlready: (kind: string, name: string, revision: number) =>
    `The ${kind} "${name}" has the template of revision ${revision} already.`,

  // The run.
  comparing: () => 'Two branches are being compared; end that first.',
  cancelled: () => 'This was cancelled before it could be carried out.',
}
