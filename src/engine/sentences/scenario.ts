/** Of the scenario's own format. Each begins with the path of the field; `written` is what stands there, in quotes. */
export const SCENARIO = {
  // Numbers.
  atLeastZero: (at: string) => `${at} must be 0 or more.`,
  atLeastOne: (at: string) => `${at} must be 1 or more.`,
  moreThanZero: (at: string) => `${at} must be more than 0.`,
  moreThanZeroSeconds: (at: string) => `${at} must be more than 0s.`,
  between: (at: string, least: number, most: number) =>
    `${at} must be between ${least} and ${most}.`,
  betweenMinAnd: (at: string, min: number, most: number) =>
    `${at} must be between ${min} (min) and ${most}.`,
  betweenZeroAndMax: (at: string, max: number) => `${at} must be between 0 and ${max} (max).`,

  // Lanes and policies.
  noLanes: (at: string) => `${at} is empty; name at least one policy, such as one-click.`,
  sameLane: (at: string, written: string) =>
    `${at} makes a second lane ${written}; give one of them another id.`,
  noPolicy: (at: string, written: string, ending: string) =>
    `${at} is ${written}, which is no policy${ending}`,
  noLane: (at: string, written: string, ending: string) =>
    `${at} is ${written}, which is no lane of this scenario${ending}`,
  forNoLane: (at: string, written: string, ending: string) =>
    `${at} is for ${written}, which is no lane of this scenario${ending}`,
  badBranch: (at: string) => `${at} must be a capital letter or more, such as A.`,
  badClock: (at: string, written: string) =>
    `${at} must be a time of day such as "03:00", not ${written}.`,

  // Machines.
  sameMachineType: (at: string) => `${at} is the name of another machine type.`,
  noCapacity: (at: string) => `${at} is missing; a machine has both cpu and memory.`,
  noMachineType: (at: string, written: string, ending: string) =>
    `${at} is ${written}, which is no machine type of this scenario${ending}`,
  writeMachineType: () => '; write it under machineTypes.',
  moreMachinesAtStart: (at: string, most: number, given: number) =>
    `${at} is ${most}, but there are ${given} machines at the start; raise it.`,
  sameNodeGroup: (at: string) => `${at} is the name of another node group.`,
  spotOnly: (at: string) => `${at} is only for spot machines; write spot: true beside it.`,
  noNodeGroups: (at: string) => `${at} has nothing to do: write nodeGroups beside it.`,
  noExpander: (at: string, written: string, ending: string) =>
    `${at} is ${written}, which is no expander${ending}`,

  // Arrivals.
  arrivalKind: (at: string) =>
    `${at} must be one of a stream (start, every, order), a wave (at, app, count, over) and a trace.`,
  tooManyArrivals: (at: string, most: number) =>
    `${at} make more than ${most} arrivals; write fewer.`,
  atAndApp: (at: string) => `${at} must have both at and app.`,
  badOrder: (at: string, written: string) =>
    `${at} has ${written}; write the name of an app, or app*3.`,
  badTraceLine: (at: string, written: string) =>
    `${at} has the line ${written}; write seconds, the name of an app, and seconds of work: 90.5 train 3600.`,
  jobByItself: (at: string, written: string) =>
    `${at} has ${written}, a Job that runs by itself; write suspend: true in its spec.`,
  noApp: (at: string, written: string, ending: string) =>
    `${at} has ${written}, which is no Deployment or suspended Job of this file${ending}`,
  addToFile: () => '; add one to this file.',

  // Actions.
  oneAction: (at: string, actions: readonly string[]) =>
    `${at} must have at and exactly one of ${actions.join(', ')}.`,
  machinesFromOne: (at: string) => `${at} must be 1 or more: machines are numbered from 1.`,
  revisionOfUndo: (at: string) => `${at} must be left out: only undo goes to a revision.`,
}
