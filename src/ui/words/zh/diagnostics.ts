import type { SentenceWords } from '../../../engine/sentences/sentences.ts'
import { brackets, yamlToken } from '../yamlTokens.ts'

const WHY = '一个 Kubernetes 集群就是为这么多设计的'
const NAME_RULE = '请用小写字母、数字和 -，并以字母或数字开头和结尾'

/** `a、b 或 c`; the words are those of YAML. */
const or = (words: readonly string[]) =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join('、')} 或 ${words.at(-1)}`

/** `a、b、c` */
const list = (names: readonly string[]) => names.join('、')

/** Latin letters stand apart from Chinese ones. */
const apart = (text: string) => (/^[!-~]/.test(text) ? ` ${text}` : text)

const token = (name: string) => apart(yamlToken(name, '值'))

/** What Podfall says about a text or a command, in simplified Chinese. */
export const diagnosticsZh: SentenceWords = {
  moreProblems: () => '这个文档还有其他问题，请先改好这些。',
  helmTemplate: (problem) =>
    `${problem}${/[!-~]$/.test(problem) ? ' ' : ''}这看起来是还没有渲染的 Helm 模板：“helm template”会写出它代表的内容。`,
  textTooLarge: (megabytes, most) =>
    `这段文本有 ${megabytes} MB；Podfall 最多读取 ${most} MB。请删去运行用不到的部分。`,
  documentTooLarge: () => '这个文档大于 1.5 MiB，超过集群能为一个对象存储的大小，请拆分。',
  tooManyDocuments: (most) => `这个文件超过 ${most} 个文档，请拆分。`,
  tooManyParts: () => '这个文件内容太多，无法一次读完，请拆分。',
  documentTooDeep: () => '这个文档嵌套太深，无法读取，请减少嵌套。',
  tooDeep: () => '这里嵌套太深，请减少嵌套。',

  tab: () => 'YAML 这里要用空格，却有一个制表符，请用空格缩进。',
  aliasWithProps: () => '别名不能有自己的标签或锚点，请删去。',
  aliasWithoutName: () => '这个别名没有名称，请写成 *名称。',
  wrongCollectionTag: () => '标签说的集合类型与文本不符，请删去标签。',
  noDirective: () => '这个 % 行不是 YAML 指令，请删去。',
  noEscape: () => 'YAML 没有这个转义序列；反斜杠请写成 \\\\。',
  indentation: () => '缩进与上面的行不符，请与同级的行对齐。',
  plainStart: () => '不带引号的文本不能以这个字符开头，请给文本加引号。',
  blockOnLine: () => '嵌套的块不能写在这一行；请缩进后写到下一行，或检查是否多了一个冒号。',
  blockInBrackets: () => '[ ] 和 { } 里面都要用逗号分隔，请先闭合括号。',
  keyTooLong: () => '这个键超过 1024 个字符，可能缺少冒号或换行。',
  keyOverLines: () => '键必须写在一行内；这里或上一行缺少冒号。',
  severalAnchors: () => '一个值只能有一个锚点，请删去其他的。',
  severalTags: () => '一个值只能有一个标签，请删去其他的。',
  openBracket: (bracket) => `上面有括号没有闭合，请在末尾写 ${bracket}。`,
  notYaml: (reason) => `这不是 YAML：${reason}。请查看这一行和上一行。`,

  keyWithoutValue: () => '键后面缺少冒号和值',
  missingQuote: (quote) => `缺少结尾的引号 ${quote}`,
  missingComma: (flow) => `${brackets(flow)} 的各项之间缺少逗号`,
  missingCommaOrColon: (flow) => `${brackets(flow)} 的各项之间缺少逗号或冒号`,
  missingDash: () => '列表的这一项缺少 -',
  missingMarker: () => '指令之后缺少 --- 行',
  dashAfterKey: () => '列表不能写在键的同一行',
  spaceBeforeComment: () => '注释（#）前面要有空格',
  spaceAfterTag: () => '标签和锚点后面要有空格',
  blockHeader: (header) => `| 或 > 后面有多余的字符：${header}`,
  noToken: (text) => `无法理解 ${text}`,
  unexpectedAfter: (name) => `值的后面不该再有${token(name)}`,
  unexpectedIn: (_name, _stream, text) => `这里不该有 ${text}`,
  unexpectedInBrackets: (name, flow) => `${brackets(flow)} 里不该有${token(name)}`,
  unexpected: (name) => `这里不该有${token(name)}`,

  notAnObject: () => '这不是 Kubernetes 对象：对象以 apiVersion、kind 和 metadata 开头。',
  listEntry: () => 'List 的每一项都必须是带有 kind 和 metadata 的对象。',
  sameName: (kind, name, line) => `第 ${line} 行已有另一个 ${kind} ${name}，请给其中一个换个名称。`,
  noKind: () => '缺少 kind；请说明这是什么，例如 kind: Deployment。',
  unknownKind: (written, ending) => `Podfall 不认识 kind ${written}${ending}`,
  noApiVersion: (kind, apiVersion) => `缺少 apiVersion；${kind} 的是 apiVersion: ${apiVersion}。`,
  wrongApiVersion: (kind, apiVersion, written) =>
    `${kind} 的是 apiVersion: ${apiVersion}，不是 ${written}。`,
  onlyOne: (kind) => `一个文件只能有一个 ${kind}；请把这个移到单独的文件。`,

  danglingAlias: (name) => `*${name} 没有所指：上面没有 &${name}。`,
  tooManyAliases: (most) => `这个文档的别名代表的值超过 ${most} 个，请直接写出来或删去。`,
  keyIsNoWord: () => '键必须是一个词，不能是列表或一组字段。',
  protoKey: () => '__proto__ 不是 Kubernetes 认识的键，请删去。',
  keyTwice: (written) => `${written} 写了两次，请只留一个。`,
  mergeOfNothing: () => '<< 合并锚点的字段（<<: *名称），这里不是。',
  unknownField: (written, ending) => `${written} 不是 Kubernetes 认识的字段${ending}`,
  unknownFieldIn: (written, at, ending) =>
    `${written} 不是 Kubernetes 在 ${at} 中认识的字段${ending}`,
  unknownScenarioField: (written, ending) => `${written} 不是 Scenario 的字段${ending}`,
  unknownScenarioFieldIn: (written, at, ending) =>
    `${written} 不是 Scenario 在 ${at} 中的字段${ending}`,

  thisDocument: () => '这个文档',
  wants: (at, wanted) => `${at} 必须是${apart(wanted)}。`,
  wantsNot: (at, wanted, found) => `${at} 必须是${apart(wanted)}，不能是${apart(found)}。`,
  wantsGroup: (at, found) => `${at} 必须是缩进写在下面的一组字段，不能是${apart(found)}。`,
  wantsLines: (at, found) => `${at} 必须是一组“键: 值”的行，不能是${apart(found)}。`,
  wantsList: (at, found) => `${at} 必须是列表（每一项以“- ”开头），不能是${apart(found)}。`,
  wantsQuotes: (at, written) => `${at} 必须是文本：请加上引号，${written}。`,
  wantsNoQuotes: (at, value) => `${at} 必须是不带引号的 ${value}。`,
  wantsNumberUnquoted: (at) => `${at} 必须是整数：请去掉引号。`,
  wantsOneOf: (at, words, written, ending) =>
    `${at} 必须是 ${or(words)}，不能是 ${written}${ending}`,
  wantsWord: (at, word, written, ending) => `${at} 必须是 ${word}，不能是 ${written}${ending}`,
  wantsNotNegative: (at, written) => `${at} 必须大于或等于 0，不能是 ${written}。`,
  wantsOtherQuantity: (at, reason) => `${at} 必须是数量：${reason}。`,
  wantsAYearAtMost: (at) => `${at} 最多一年。`,
  emptyEntry: (at) => `${at} 是空的，请填写或删去。`,
  missingField: (at) => `缺少 ${at}，请补上。`,
  aGroup: () => '一组字段',
  aList: () => '列表',
  text: () => '文本',
  trueOrFalse: () => 'true 或 false',
  wholeNumber: () => '整数',
  number: () => '数字',
  numberOrShare: () => '整数，或 25% 这样的文本',
  quantity: () => '500m 或 2Gi 这样的数量',
  timeSpan: () => '500ms、10s 或 1h30m 这样的时长',
  oneWord: () => '一个词',

  fullStop: () => '。',
  didYouMean: (word) => `；你是不是想写 ${word}？`,
  leftOut: () => '；已忽略。',
  documentLeftOut: () => '；已忽略这个文档。',
  belongsInto: (at) => `；它应写在 ${at} 里。`,
  thereAre: (names) => `；有 ${list(names)}。`,

  noName: (at) => `缺少 ${at}，请给对象起一个名称。`,
  badName: (at, written) => `${at} 不能是 ${written}；${NAME_RULE}。`,
  badLabel: (at, written) =>
    `${at} 不能是 ${written}；标签最多 63 个字母、数字、-、_ 和 .，并以字母或数字开头和结尾。`,
  badKey: (at) =>
    `${at} 不是 Kubernetes 接受的名称；请写“名称”或“域名/名称”，用字母、数字、-、_ 和 .`,
  valuesWanted: (at, operator) => `使用 ${operator} 时，${at} 至少要有一个值。`,
  leaveOutWith: (at, what) => `使用 ${what} 时不能写 ${at}，请删去。`,
  oneNumberWith: (at, operator) => `使用 ${operator} 时，${at} 必须是一个整数。`,
  onlyMetadataName: (at) => `${at} 必须是 metadata.name。`,
  oneNameInOrNotIn: (at) => `${at} 必须使用 In 或 NotIn，并且只有一个名称。`,

  noContainer: (at) => `${at} 是空的；Pod 至少有一个容器。`,
  sameContainerName: (at) => `${at} 与这个 Pod 的另一个容器同名，请换一个。`,
  noImage: (at) => `缺少 ${at}；集群要求写镜像，Podfall 没有也能继续。`,
  existsWithoutKey: (at) => `没有 key 时，${at} 必须是 Exists。`,
  noExecuteWithSeconds: (at) => `有 tolerationSeconds 时，${at} 必须是 NoExecute。`,
  annotationQuantity: (at, written) => `${at} 必须是 500m 或 2Gi 这样的数量，不能是 ${written}。`,
  annotationTime: (at, written) => `${at} 必须是 10s 或 1m 这样的时长，不能是 ${written}。`,
  annotationLoad: (at, written) => `${at} 必须是 500m 或 1k 这样的数量，不能是 ${written}。`,

  uncountable: (at, written, most) =>
    `${at} 是 ${written}，超过能计数的范围（${most}），请写小一些的数。`,
  wholeDevices: (at, written) => `${at} 必须是整数，不能是 ${written}：设备不能共享。`,
  roundedUp: (at, written, amount) => `${at} 是 ${written}，向上取整为 ${amount}。`,
  thousandths: (at, written, amount, meant) =>
    `${at} 是 ${written}，向上取整为 ${amount}；m 表示千分之一，你是不是想写 ${meant}？`,
  surprising: (at, written, amount) => `${at} 是 ${written}，超过 ${amount}；请检查后缀。`,
  noLimit: (at) => `${at} 没有限制；集群要求在 limits 里写同样的数。`,
  notItsLimit: (at, limit, resource) =>
    `${at} 必须等于它的限制（${limit}）：${resource} 不能超额分配。`,
  aboveLimit: (at, request, limit) =>
    `${at} 是 ${request}，高于它的限制 ${limit}；请提高限制或降低请求。`,

  leaveOutWithType: (at, type) => `type: ${type} 时不能写 ${at}，请删去。`,
  neitherSurge: (at) => `maxSurge 为 0 时，${at} 不能为 0：否则什么都无法替换。`,
  neitherDaemonSurge: (at) => `maxSurge 为 0 时，${at} 不能为 0。`,
  bothSurge: (at) => `maxUnavailable 不为 0 时不能设置 ${at}；请把 maxUnavailable 写成 0。`,
  namesPods: (at) => `Pod 以 ${at} 命名；请最多写 63 个字母、数字和 -。`,
  nothingReplaced: (at) => `${at} 不能为 0：否则什么都无法替换。`,
  noClaimName: (at) => `缺少 ${at}；卷以它命名。`,
  sameClaimName: (at) => `${at} 与另一个模板同名，请换一个。`,
  jobNameTooLong: (at) => `${at} 超过 63 个字符；Job 用自己的名称给 Pod 命名。`,
  wantsRestartNever: (at) => `${at} 要求模板里写 restartPolicy: Never。`,
  wantsIndexed: (at) => `${at} 要求 completionMode: Indexed。`,
  wantsBackoffPerIndex: (at) => `${at} 要求同时写 backoffLimitPerIndex。`,
  failIndexAlone: (at) => `${at}：FailIndex 要求 spec.backoffLimitPerIndex。`,
  emptySuccessRule: (at) => `${at} 必须有 succeededIndexes 或 succeededCount。`,
  badIndexes: (at, written) => `${at} 必须是 0,2-4 这样按顺序的索引，不能是 ${written}。`,
  cronNameTooLong: (at) => `${at} 超过 52 个字符；它的 Job 会在后面加上数字。`,
  noSchedule: (at, reason) => `${at} 不是时间表：${reason}。`,
  noTimeZone: (at, written) => `${at} 必须是 Europe/Berlin 这样的时区，不能是 ${written}。`,
  tooManyPods: (at, pods, most) =>
    `${at} 是 ${pods}，超过 Podfall 能模拟的 Pod 数（${most}），请写小一些的数。`,
  restartPolicy: (at, words, written) => `这里的 ${at} 必须是 ${or(words)}，不能是 ${written}。`,
  restartPolicyAbsent: (at, words) => `这里的 ${at} 必须是 ${or(words)}；不写时是 Always。`,
  emptySelector: (at) => `${at} 是空的；请写 matchLabels，带上模板的标签。`,
  otherSelector: (at) => `${at} 与 spec.template.metadata.labels 不匹配；请在两处写同样的标签。`,
  badShare: (at, written) => `${at} 必须是整数或 25% 这样的百分比，不能是 ${written}。`,
  maxBelowMin: (at, min) => `${at} 不能小于 minReplicas（${min}）。`,
  notScalable: (at) => `${at} 不能扩缩；Deployment、ReplicaSet 和 StatefulSet 可以。`,
  noMetric: (at, type) => `缺少 ${at}；${type} 类型的指标要有它。`,
  oneTarget: (at) => `${at} 必须在 averageUtilization、averageValue 和 value 中恰好有一个。`,
  cpuOrMemory: (at) => `${at} 必须是 cpu 或 memory。`,

  besideMinAvailable: (at) => `${at} 不能与 minAvailable 同时写，请只留一个。`,
  namesDns: (at) => `${at} 也是它的 DNS 名称；请最多写 63 个字母、数字和 -。`,
  noPort: (at) => `缺少 ${at}；Service 至少有一个端口。`,
  noPortName: (at) => `缺少 ${at}；有多个端口时要有名称。`,
  samePortName: (at) => `${at} 与另一个端口同名，请换一个。`,
  aboveMaximum: (at, amount, most) => `${at} 是 ${amount}，高于最大值 ${most}。`,
  containersOnly: (at) => `${at} 只用于容器。`,
  nothingFits: (at) => `缺少 ${at}；没有它，这个节点什么都放不下：请在那里写 cpu 和 memory。`,
  badTaintValue: (at, written) => `${at} 不能是 ${written}；它遵循标签的规则。`,

  noRules: (at) => `缺少 ${at}；请写 rules，或写一个 defaultBackend。`,
  badHost: (at, written) => `${at} 不能是 ${written}；请写 shop.example.com 这样的名称。`,
  beginsWithSlash: (at) => `${at} 必须以 / 开头。`,
  leadsNowhere: (at) => `${at} 在这里不通向任何地方；请写 service。`,
  noBackendService: (at) => `缺少 ${at}；请写一个 Service 的名称和端口。`,
  nameOrNumber: (at) => `${at} 必须有名称或端口号，只能有一个。`,
  ingressOrEgress: (at, written) => `${at} 必须是 Ingress 或 Egress，不能是 ${written}。`,
  emptyPeer: (at) => `${at} 是空的；请写 podSelector、namespaceSelector 或 ipBlock。`,
  besideSelectors: (at) => `${at} 不能与选择算符同时写。`,
  partOf: (at, cidr) => `${at} 必须是 ${cidr} 的一部分。`,
  noIPv6: (at) => `${at} 在这里不指任何人：所有地址都是 IPv4。`,
  badRange: (at, written) => `${at} 必须是 10.0.0.0/8 这样的网段，不能是 ${written}。`,
  badEndPort: (at) => `${at} 必须与一个不大于它的端口号同时写。`,
  badUrl: (at, written) =>
    `${at} 必须是 http://web 或 http://web.shop.svc.cluster.local:8080/cart 这样的 URL，不能是 ${written}。`,
  badAddress: (at, written) => `${at} 必须是 IPv4 地址，不能是 ${written}。`,

  atLeastZero: (at) => `${at} 必须大于或等于 0。`,
  atLeastOne: (at) => `${at} 必须大于或等于 1。`,
  moreThanZero: (at) => `${at} 必须大于 0。`,
  moreThanZeroSeconds: (at) => `${at} 必须大于 0s。`,
  between: (at, least, most) => `${at} 必须在 ${least} 到 ${most} 之间。`,
  betweenMinAnd: (at, min, most) => `${at} 必须在 ${min}（min）到 ${most} 之间。`,
  betweenZeroAndMax: (at, max) => `${at} 必须在 0 到 ${max}（max）之间。`,

  noLanes: (at) => `${at} 是空的；请至少写一种策略，例如 one-click。`,
  sameLane: (at, written) => `${at} 产生了第二个 lane ${written}；请给其中一个换个 id。`,
  noPolicy: (at, written, ending) => `${at} 是 ${written}，没有这种策略${ending}`,
  noLane: (at, written, ending) => `${at} 是 ${written}，本场景没有这个 lane${ending}`,
  forNoLane: (at, written, ending) => `${at} 用于 ${written}，本场景没有这个 lane${ending}`,
  badBranch: (at) => `${at} 必须是一个或多个大写字母，例如 A。`,
  badClock: (at, written) => `${at} 必须是 "03:00" 这样的时刻，不能是 ${written}。`,

  sameMachineType: (at) => `${at} 与另一种机器类型同名。`,
  noCapacity: (at) => `缺少 ${at}；机器要有 cpu 和 memory。`,
  noMachineType: (at, written, ending) => `${at} 是 ${written}，本场景没有这种机器类型${ending}`,
  writeMachineType: () => '；请写在 machineTypes 里。',
  moreMachinesAtStart: (at, most, given) =>
    `${at} 是 ${most}，但开始时就有 ${given} 台机器，请提高它。`,
  sameNodeGroup: (at) => `${at} 与另一个节点组同名。`,
  spotOnly: (at) => `${at} 只用于 spot 机器；请在旁边写 spot: true。`,
  noNodeGroups: (at) => `${at} 无事可做：请在旁边写 nodeGroups。`,
  noExpander: (at, written, ending) => `${at} 是 ${written}，没有这种 expander${ending}`,

  arrivalKind: (at) =>
    `${at} 必须是流（start、every、order）、波次（at、app、count、over）和轨迹（trace）中的一种。`,
  tooManyArrivals: (at, most) => `${at} 产生的到达超过 ${most} 次，请写少一些。`,
  atAndApp: (at) => `${at} 必须同时有 at 和 app。`,
  badOrder: (at, written) => `${at} 里有 ${written}；请写应用的名称，或 app*3。`,
  badTraceLine: (at, written) =>
    `${at} 里有一行 ${written}；请写秒数、应用的名称和工作的秒数：90.5 train 3600。`,
  jobByItself: (at, written) =>
    `${at} 里有 ${written}，它是自己运行的 Job；请在它的 spec 里写 suspend: true。`,
  noApp: (at, written, ending) =>
    `${at} 里有 ${written}，但这个文件里没有这样的 Deployment 或挂起的 Job${ending}`,
  addToFile: () => '；请在这个文件里添加一个。',

  oneAction: (at, actions) => `${at} 必须有 at，并且恰好有 ${list(actions)} 中的一个。`,
  machinesFromOne: (at) => `${at} 必须大于或等于 1：机器从 1 开始编号。`,
  revisionOfUndo: (at) => `${at} 不能写在这里：只有 undo 会回到某个修订版本。`,

  runArrivals: (arrivals, most) =>
    `共有 ${arrivals} 次到达，但一次运行最多容纳 ${most} 个 Pod，${WHY}。`,
  runPods: (name, pods, most) =>
    `${name} 要 ${pods} 个 Pod，但一次运行最多容纳 ${most} 个，${WHY}。`,
  runPodsInAll: (name, pods, most, all) =>
    `${name} 要 ${pods} 个 Pod，但一次运行最多容纳 ${most} 个，${WHY}。这样总共会有 ${all} 个 Pod。`,
  runNodes: (name, most) => `加上 ${name}，节点会超过 ${most} 个，这是一次运行的上限，${WHY}。`,
  nothingToApply: () => '这段文本里没有可以应用的对象。',

  unknownMachine: (machine) => `没有机器 ${machine}。`,
  noPowerAlready: (name) => `${name} 已经断电。`,
  powerAlready: (name) => `${name} 已经通电。`,
  noPowerInEveryLane: () => '没有在每一边都通电的机器。',
  notSpot: (name) => `${name} 不是 spot 机器。`,
  takenBackAlready: (name) => `${name} 已在被云平台收回。`,
  stillBooting: (name) => `${name} 还在启动。`,
  cordonedAlready: (name) => `${name} 已经不可调度。`,
  notCordoned: (name) => `${name} 没有被标记为不可调度。`,
  noMachineTypes: () => '这个场景没有机器类型。',
  unknownMachineType: (name) => `没有机器类型 "${name}"。`,
  mostMachines: (count) => `已有 ${count} 台机器，这是本场景的上限。`,

  unknownLane: (id) => `没有 "${id}" 这一边。`,
  unknownPolicy: (id) => `没有策略 "${id}"。`,
  policyAlready: (id) => `这一边的策略已经是 "${id}"。`,
  noRunbook: () => 'Kubernetes 集群不能由运行手册管理。',
  runbookStays: () => '一键部署的一边不是 Kubernetes 集群：只能从头开始时换用其他策略。',
  runbookAlone: () => '一键部署的一边没有控制平面。',
  controlPlaneUp: () => '控制平面已在运行。',
  controlPlaneDown: () => '控制平面已经停止。',
  pagerSilent: () => '寻呼机没有在响。',

  noObject: (kind, name) => `没有 ${kind} "${name}"。`,
  noObjectIn: (kind, name, namespace) => `命名空间 "${namespace}" 里没有 ${kind} "${name}"。`,
  noKindHere: (kind) => `这里没有 kind "${kind}"。`,
  badReplicas: (replicas) => `副本数必须是 0 或正整数，不能是 ${replicas}。`,
  notScaled: (kind) => `${kind} 不能扩缩；只有 Deployment、ReplicaSet 和 StatefulSet 可以。`,
  badAnnotation: (key) => `"${key}" 不能作为注解的名称。`,
  badTraffic: (most, requests) => `每秒请求数必须是 0 到 ${most} 的整数，不能是 ${requests}。`,

  noRollout: (kind, action, kinds) =>
    `${kind} 不支持“rollout ${action}”；只有 ${list(kinds)} 支持。`,
  deploymentsPause: (kind) => `只有 Deployment 可以暂停，${kind} 不行。`,
  pausedAlready: (name) => `Deployment "${name}" 已经暂停。`,
  notPaused: (name) => `Deployment "${name}" 没有暂停。`,
  pausedRestart: (kind, name) => `${kind} "${name}" 已暂停；请先继续，再重启。`,
  pausedUndo: (kind, name) => `${kind} "${name}" 已暂停；请先继续，再撤销更新。`,
  noEarlierRevision: (kind, name) => `${kind} "${name}" 没有更早的修订版本可以回退。`,
  noRevision: (kind, name, revision) => `${kind} "${name}" 的历史里没有修订版本 ${revision}。`,
  templateAlready: (kind, name, revision) =>
    `${kind} "${name}" 的模板已经是修订版本 ${revision} 的。`,

  comparing: () => '正在比较两个分支，请先结束比较。',
  cancelled: () => '还没来得及执行就被取消了。',

  quantityTooLong: (length) => `${length} 个字符的数量太长；请写 2 或 500m`,
  noQuantity: (text) => `"${text}" 不是数量；请写数字，可带后缀，例如 500m、1.5、512Mi 或 2Gi`,
  quantityTooLarge: (text) => `${text} 超过数量的上限（2^63-1），请写小一些的数`,
  quantityInexact: (text) => `${text} 超过能精确计数的范围，请写小一些的数`,
  noAmount: (amount) => `${amount} 不是数量`,

  cronZone: () => '时区写在 timeZone 里，不写在这里',
  cronName: (text, known) => `没有 ${text}；有 ${list(known)}`,
  cronFields: (fields) => `它有 ${fields} 个字段，而不是五个：分钟、小时、日、月、星期`,
  cronSlashes: (part) => `${part} 里的斜杠太多`,
  cronStep: (part) => `${part} 的步长必须大于或等于 1`,
  cronHyphens: (text) => `${text} 里的连字符太多`,
  cronRange: (field, text, from, to) => `${field} ${text} 不在 ${from} 到 ${to} 之间`,
  cronOrder: (text) => `${text} 的开始在结束之后`,
  cronNumber: (text, field) => `"${text}" 不是${field}的数字`,
  cronSpan: (text) => `"${text}" 不是 90s 或 1h30m 这样的时长`,
  cronMinute: () => '分钟',
  cronHour: () => '小时',
  cronDay: () => '日',
  cronMonth: () => '月',
  cronWeekday: () => '星期',
}
