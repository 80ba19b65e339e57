/** What names may be made of. */
const NAME_RULE =
  'use lower-case letters, digits and -, beginning and ending with a letter or digit'

/**
 * What the types of its fields do not tell about an object. Each begins with the path of the field; `written` is
 * what stands there, in quotes.
 */
export const RULES = {
  // Names, labels and selectors.
  noName: (at: string) => `${at} is missing; give the object a name.`,
  badName: (at: string, written: string) => `${at} cannot be ${written}; ${NAME_RULE}.`,
  badLabel: (at: string, written: string) =>
    `${at} cannot be ${written}; a label has at most 63 letters, digits, -, _ and ., beginning and ending with a letter or digit.`,
  badKey: (at: string) =>
    `${at} is not a name that Kubernetes accepts; write name or domain/name, with letters, digits, -, _ and .`,
  valuesWanted: (at: string, operator: string) =>
    `${at} must have at least one value with ${operator}.`,
  leaveOutWith: (at: string, what: string) => `${at} must be left out with ${what}.`,
  oneNumberWith: (at: string, operator: string) =>
    `${at} must be one whole number with ${operator}.`,
  onlyMetadataName: (at: string) => `${at} must be metadata.name.`,
  oneNameInOrNotIn: (at: string) => `${at} must use In or NotIn with exactly one name.`,

  // Pods.
  noContainer: (at: string) => `${at} is empty; a pod has at least one container.`,
  sameContainerName: (at: string) =>
    `${at} is the name of another container of this pod; choose another.`,
  noImage: (at: string) => `${at} is missing; a cluster wants one, Podfall goes on without.`,
  existsWithoutKey: (at: string) => `${at} must be Exists when there is no key.`,
  noExecuteWithSeconds: (at: string) => `${at} must be NoExecute when there are tolerationSeconds.`,
  annotationQuantity: (at: string, written: string) =>
    `${at} must be a quantity such as 500m or 2Gi, not ${written}.`,
  annotationTime: (at: string, written: string) =>
    `${at} must be a time span such as 10s or 1m, not ${written}.`,
  annotationLoad: (at: string, written: string) =>
    `${at} must be a quantity such as 500m or 1k, not ${written}.`,

  // Resources.
  uncountable: (at: string, written: string, most: string) =>
    `${at} is ${written}, more than can be counted (${most}); write a smaller number.`,
  wholeDevices: (at: string, written: string) =>
    `${at} must be a whole number, not ${written}: devices are not shared.`,
  roundedUp: (at: string, written: string, amount: number) =>
    `${at} is ${written}, rounded up to ${amount}.`,
  thousandths: (at: string, written: string, amount: number, meant: string) =>
    `${at} is ${written}, rounded up to ${amount}; m means thousandths, did you mean ${meant}?`,
  surprising: (at: string, written: string, amount: string) =>
    `${at} is ${written}, more than ${amount}; check the suffix.`,
  noLimit: (at: string) => `${at} has no limit; a cluster wants the same number under limits.`,
  notItsLimit: (at: string, limit: string, resource: string) =>
    `${at} must equal its limit (${limit}): ${resource} cannot be overcommitted.`,
  aboveLimit: (at: string, request: string, limit: string) =>
    `${at} is ${request}, above its limit of ${limit}; raise the limit or lower the request.`,

  // Workloads.
  leaveOutWithType: (at: string, type: string) => `${at} must be left out with type: ${type}.`,
  neitherSurge: (at: string) => `${at} cannot be 0 when maxSurge is 0: nothing could be replaced.`,
  neitherDaemonSurge: (at: string) => `${at} cannot be 0 when maxSurge is 0.`,
  bothSurge: (at: string) => `${at} may not be set when maxUnavailable is not 0; write 0 there.`,
  namesPods: (at: string) => `${at} names the pods; write at most 63 letters, digits and -.`,
  nothingReplaced: (at: string) => `${at} cannot be 0: nothing could be replaced.`,
  noClaimName: (at: string) => `${at} is missing; volumes are named after it.`,
  sameClaimName: (at: string) => `${at} is the name of another template; choose another.`,
  jobNameTooLong: (at: string) =>
    `${at} is longer than 63 characters; a Job names its pods after itself.`,
  wantsRestartNever: (at: string) => `${at} wants restartPolicy: Never in the template.`,
  wantsIndexed: (at: string) => `${at} wants completionMode: Indexed.`,
  wantsBackoffPerIndex: (at: string) => `${at} wants backoffLimitPerIndex beside it.`,
  failIndexAlone: (at: string) => `${at} FailIndex wants spec.backoffLimitPerIndex.`,
  emptySuccessRule: (at: string) => `${at} must have succeededIndexes or succeededCount.`,
  badIndexes: (at: string, written: string) =>
    `${at} must be indexes in order such as 0,2-4, not ${written}.`,
  cronNameTooLong: (at: string) =>
    `${at} is longer than 52 characters; its Jobs add a number to it.`,
  noSchedule: (at: string, reason: string) => `${at} is no schedule: ${reason}.`,
  noTimeZone: (at: string, written: string) =>
    `${at} must be a time zone such as Europe/Berlin, not ${written}.`,
  tooManyPods: (at: string, pods: number, most: number) =>
    `${at} is ${pods}, more pods than Podfall simulates (${most}); write a smaller number.`,
  restartPolicy: (at: string, words: readonly string[], written: string) =>
    `${at} must be ${words.join(' or ')} here; not ${written}.`,
  restartPolicyAbsent: (at: string, words: readonly string[]) =>
    `${at} must be ${words.join(' or ')} here; it is Always if absent.`,
  emptySelector: (at: string) =>
    `${at} is empty; write matchLabels with the labels of the template.`,
  otherSelector: (at: string) =>
    `${at} does not match spec.template.metadata.labels; write the same labels in both.`,
  badShare: (at: string, written: string) =>
    `${at} must be a whole number or a percentage such as 25%, not ${written}.`,
  maxBelowMin: (at: string, min: number) => `${at} must be at least minReplicas (${min}).`,
  notScalable: (at: string) =>
    `${at} cannot be scaled; Deployments, ReplicaSets and StatefulSets can.`,
  noMetric: (at: string, type: string) => `${at} is missing; a metric of type ${type} has one.`,
  oneTarget: (at: string) =>
    `${at} must have exactly one of averageUtilization, averageValue and value.`,
  cpuOrMemory: (at: string) => `${at} must be cpu or memory.`,

  // Other objects.
  besideMinAvailable: (at: string) => `${at} cannot stand beside minAvailable; write one of them.`,
  namesDns: (at: string) => `${at} is also its DNS name; write at most 63 letters, digits and -.`,
  noPort: (at: string) => `${at} is missing; a Service has at least one port.`,
  noPortName: (at: string) => `${at} is missing; several ports have names.`,
  samePortName: (at: string) => `${at} is the name of another port; choose another.`,
  aboveMaximum: (at: string, amount: string, most: string) =>
    `${at} is ${amount}, above the maximum of ${most}.`,
  containersOnly: (at: string) => `${at} is for containers only.`,
  nothingFits: (at: string) =>
    `${at} is missing; without it nothing fits on this node: write cpu and memory there.`,
  badTaintValue: (at: string, written: string) =>
    `${at} cannot be ${written}; it follows the rules of labels.`,

  // The network.
  noRules: (at: string) => `${at} is missing; write rules, or a defaultBackend.`,
  badHost: (at: string, written: string) =>
    `${at} cannot be ${written}; write a name such as shop.example.com.`,
  beginsWithSlash: (at: string) => `${at} must begin with /.`,
  leadsNowhere: (at: string) => `${at} leads nowhere here; write a service.`,
  noBackendService: (at: string) => `${at} is missing; name a Service and its port.`,
  nameOrNumber: (at: string) => `${at} must have either a name or a number.`,
  ingressOrEgress: (at: string, written: string) =>
    `${at} must be Ingress or Egress, not ${written}.`,
  emptyPeer: (at: string) => `${at} is empty; write podSelector, namespaceSelector or ipBlock.`,
  besideSelectors: (at: string) => `${at} cannot stand beside selectors.`,
  partOf: (at: string, cidr: string) => `${at} must be a part of ${cidr}.`,
  noIPv6: (at: string) => `${at} means nobody here: all addresses are IPv4.`,
  badRange: (at: string, written: string) =>
    `${at} must be a range such as 10.0.0.0/8, not ${written}.`,
  badEndPort: (at: string) => `${at} must stand beside a port number that is not larger.`,
  badUrl: (at: string, written: string) =>
    `${at} must be a URL such as http://web or http://web.shop.svc.cluster.local:8080/cart, not ${written}.`,
  badAddress: (at: string, written: string) => `${at} must be an IPv4 address, not ${written}.`,
} satisfies Readonly<Record<string, (at: string, ...args: never[]) => string>>
