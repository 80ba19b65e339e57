import type { ReasonWords } from '../reasons.ts'
import { clock, count, duration } from '../units.ts'
import type { WalkWords } from '../walk.ts'
import { and } from './list.ts'

/** Going through a decision, in simplified Chinese. */
export const walkZh: WalkWords = {
  bar: '解释',
  close: '停止解释',
  phases: { queue: '排队', filter: '过滤', score: '打分', bind: '绑定' },
  waits: '等待',
  makesRoom: '抢占',
  ready: '“下一步”会走完调度器的下一个决定。',
  over: '本次运行中调度器已没有要做的决定。',
  question: (pod) => `${pod} 会去哪里？`,
  predict: '预测',
  predictHint: '在显示之前猜是哪个节点',
  guessAsk: (pod) => `哪个节点得到 ${pod}？在舞台上或这里选一个，然后按“下一步”。`,
  guessLabel: '你的猜测',
  guessNone: '都放不下',
  guessOpen: '选择一个节点',
  guessed: (node) => `你的猜测：${node}。`,
  tally: (right, all) => `${count(all)} 次猜对 ${count(right)} 次`,
  right: '对了！',
  rightAsWell: (node, drawn) => `对了：${node} 一样好；抽签抽中了 ${drawn}。`,
  wrongNode: (guess, node) => `不是 ${guess}：是 ${node}。`,
  wrongNone: (guess) => `不是 ${guess}：都放不下。`,
  wrongFits: (node) => `有一个放得下：是 ${node}。`,
  unnoticed: (node) => `${node} 已断电，但 Kubernetes 还不知道：它看上去是就绪的。`,
  showOnStage: '在舞台上显示',
  attemptAt: (index, all, at) => `第 ${count(index)} 次尝试，共 ${count(all)} 次，${clock(at)}`,
}

const nodes = (n: number) => `${count(n)} 个节点`

const TOPOLOGIES: Readonly<Record<string, string>> = {
  'kubernetes.io/hostname': '节点',
  'topology.kubernetes.io/zone': '可用区',
  'topology.kubernetes.io/region': '区域',
}

/** The sentences of a decision, in simplified Chinese. */
export const reasonsZh: ReasonWords = {
  and,
  nodes,
  pods: (n) => `${count(n)} 个 Pod`,
  machines: (n) => `${count(n)} 台机器`,
  apps: (n) => `${count(n)} 个应用`,
  queue: (pod, waiting, tried, asks) => {
    const place =
      waiting > 1 ? `${pod} 排在队列 ${count(waiting)} 个中的第一个` : `队列中的下一个是 ${pod}`
    const again = tried > 0 ? `，第 ${count(tried + 1)} 次尝试` : ''
    return `${place}${again}。它请求 ${asks}。`
  },
  memory: '内存',
  onePodMore: '再放一个 Pod 的位置',
  lack: (n, what) => `${count(n)} 个缺${/^[a-z]/i.test(what) ? ' ' : ''}${what}`,
  refusedBy: (n, plugin) => `${count(n)} 个被 ${plugin} 拒绝`,
  refused: {
    TaintToleration: (n) => `${count(n)} 个有污点`,
    NodeUnschedulable: (n) => `${count(n)} 个不可调度`,
    NodeAffinity: (n) => `${count(n)} 个不符合它的节点选择器`,
    NodeName: (n) => `${count(n)} 个不是它指名的节点`,
    NodePorts: (n) => `${count(n)} 个的端口已被占用`,
    PodTopologySpread: (n) => `${count(n)} 个会使分布太不均匀`,
    InterPodAffinity: (n) => `${count(n)} 个的邻居不合适`,
    VolumeBinding: (n) => `${count(n)} 个得不到它的卷`,
    VolumeZone: (n) => `${count(n)} 个和它的卷不在同一可用区`,
    NodeVolumeLimits: (n) => `${count(n)} 个挂不下更多的卷`,
  },
  noNode: '没有节点。',
  allFit: (n) => (n === 1 ? '一个节点，放得下。' : `${nodes(n)}，个个放得下。`),
  filtered: (looked, all, parts, fitting) =>
    `${nodes(all)}${looked < all ? `只检查了 ${count(looked)} 个` : ''}：${[
      ...parts,
      fitting === 0 ? '没有一个放得下' : `${count(fitting)} 个放得下`,
    ].join('，')}。`,
  choices: {
    or: (names) => `${names.slice(0, -1).join('、')} 或 ${names.at(-1)}`,
    oneOf: (n) => `${count(n)} 个节点之一`,
    equalScores: (who, seed) => `${who}：得分相同，按种子 ${seed} 抽签`,
    allFit: (who, seed) => `${who}：都放得下，按种子 ${seed} 抽签`,
    cleared: (who, seed) => `${who}：腾空哪个都一样，按种子 ${seed} 抽签`,
    lookedAt: (looked, all) => `${count(all)} 个节点只检查了 ${count(looked)} 个：放得下的已经够多`,
    triedAlone: (node, others) =>
      `${node} 已为它腾出位置（nominatedNodeName），所以先试它，而且放得下${
        others ? '；没有检查其他节点' : ''
      }。`,
  },
  counted: {
    spread: (pods) => `统计${pods}`,
    needs: (pods) => `需要${pods}`,
    prefers: (pods, weight) => `偏好${pods}${weight}`,
    keepsAway: (pods) => `避开${pods}`,
    avoids: (pods, weight) => `尽量避开${pods}${weight}`,
    refusing: '统计避开这个 Pod 的运行中的 Pod',
    asked: '累加运行中的 Pod 对这个 Pod 的偏好',
    weight: (weight) => `（权重 ${weight}）`,
    sameReplicaSet: '同一个 ReplicaSet 的 Pod',
    podsWith: (selector) => `带 ${selector} 的 Pod`,
    noun: (key) => TOPOLOGIES[key] ?? key,
    by: (noun, numbers) => `按${noun}：${numbers}`,
    unlabelled: (n, key) => `${n} 个没有标签 ${key} 的节点被拒绝`,
    none: '一个都没有',
    zeroEverywhere: '到处都是 0',
    othersZero: (some) => `${some}，其余为 0`,
    fromTo: (least, most, noun) => `${noun}从 ${least} 到 ${most}`,
    moreIsBetter: '越多越好',
    fewerIsBetter: '越少越好',
    firstOfItsKind: '还没有这样的 Pod，而它自己就是，所以去哪里都行',
    noneRefused: '没有被拒绝的',
    refused: (domains) => `${domains} 被拒绝`,
    minimum: (minimum) => `最小值是 ${minimum}`,
    minimumBecause: (minimum, domains, noun, least) =>
      `最小值是 ${minimum}，因为 ${domains} 个${noun}少于 minDomains ${least}`,
    thisPod: ' + 这个 Pod',
    sum: (domains, pods, minimum, skew, most) =>
      `${domains}：${pods} - 最小值 ${minimum} = ${skew} > maxSkew ${most}`,
    notItself: '这个 Pod 不匹配，所以不计自己',
    noneExceeds: (most) => `没有超过 maxSkew ${most} 的`,
    counted: (domains, noun) => `${count(domains)} 个${noun}`,
    named: (noun, names) => `${noun} ${and(names)}`,
    values: (list) => list.join('，'),
    sentence: (what, counts, rest) => `${[`${what}，${counts.join('；')}`, ...rest].join('；')}。`,
  },
  rules: {
    'next machine in the list': '列表中的下一台机器',
    'next machine in the list that is up': '列表中下一台在运行的机器',
    'Of the machines that fit, the one with the least room left afterwards.':
      '放得下的机器中，放完后剩余空间最少的一台。',
    'The first machine that fits, starting at the one used last.':
      '从上次用的机器开始，第一台放得下的。',
    'The first machine in the list that fits.': '列表中第一台放得下的机器。',
    'Of the nodes that pass every filter, one with the highest score.':
      '通过所有过滤的节点中，得分最高的一个。',
    'The next machine in the list; if it does not fit there, buy another.':
      '列表中的下一台机器；放不下就再买一台。',
    'Any machine that fits, drawn by seed.': '任意一台放得下的机器，按种子抽取。',
    'Of the machines that fit, the one with the most room left afterwards.':
      '放得下的机器中，放完后剩余空间最多的一台。',
  },
  promised: (node) => `按预留选 ${node}：不用打分。`,
  onlyFits: (node) => `只有 ${node} 放得下，不用打分。`,
  byRule: (rule, node) => `这里不打分。规则：${rule}。就是 ${node}。`,
  taken: (node) => `选 ${node}。`,
  tied: (who, points, most) => `${who} 得分相同：满分 ${count(most)}，得 ${count(points)} 分。`,
  most: (node, points, most) => `${node} 得分最高：满分 ${count(most)}，得 ${count(points)} 分。`,
  mostAhead: (node, points, most, second, its) =>
    `${node} 得分最高：满分 ${count(most)}，得 ${count(points)} 分；其次是 ${second}，${count(its)} 分。`,
  bound: (pod, node) => `${pod} 绑定到 ${node}。`,
  staysPending: (pod) => `${pod} 继续等待，直到有什么改变。`,
  makesRoom: (pod, node, who) =>
    `${pod} 在 ${node} 上腾位置：${who} 必须离开，因为优先级更低。然后再次尝试 ${pod}。`,
  makesRoomFor: (pod, node, who, low, high) =>
    `${pod} 在 ${node} 上腾位置：${who} 必须离开，因为优先级 ${low} 低于 ${high}。然后再次尝试 ${pod}。`,
  budgets: (_, who) => `PodDisruptionBudget ${who}`,
  spared: (who, _, budget) => `${who} 不那么重要，但受 PodDisruptionBudget ${budget} 保护。`,
  breaks: (budgets) => `这违反了 ${budgets}：没有别的办法。`,
  guarded: (who, _, node, priority, budgets) =>
    `${node} 上的 ${who} 更不重要（优先级 ${priority}），但受 ${budgets} 保护。`,
  noOther: '在别的节点上都腾不出位置。',
  better: {
    budgets: (ours, theirs) => `腾空它违反的预算更少（${ours} 对 ${theirs}）`,
    priority: (ours, theirs) => `那里要离开的 Pod 更不重要（优先级 ${ours} 对 ${theirs}）`,
    sum: () => '那里要离开的 Pod 优先级之和更小',
    victims: (ours, theirs) => `那里要离开的 Pod 更少（${ours} 对 ${theirs}）`,
    start: () => '那里要离开的 Pod 运行的时间更短',
  },
  rather: (node, other, because) => `选 ${node} 而不选 ${other}：${because}。`,
  option: (node, who, n, priority, budgets) =>
    `${node}：${who} 就得离开（优先级${n === 1 ? '' : '最高'} ${priority}${
      budgets === '' ? '' : `，违反 ${budgets}`
    }）。`,
  wakes: {
    NodeResourcesFit: '有 Pod 离开或缩小，或来了有空间的节点',
    TaintToleration: '有污点去掉，或来了别的节点',
    NodeUnschedulable: '有节点恢复可调度，或来了节点',
    NodeAffinity: '来了带有它要的标签的节点',
    NodeName: '它指名的节点来了',
    NodePorts: '占用它端口的 Pod 离开，或来了节点',
    PodTopologySpread: '它这一组的 Pod 有来去，或来了节点',
    InterPodAffinity: '它周围的 Pod 有来去，或来了节点',
    VolumeBinding: '它的申领、卷或存储类出现或改变',
    VolumeZone: '它的申领或卷改变，或它的可用区来了节点',
    VolumeRestrictions: '占用它的卷的 Pod 离开',
    NodeVolumeLimits: '有带卷的 Pod 离开，或来了节点',
  },
  wake: (pod, when) =>
    `当${when.join('，或')}时，会再次尝试 ${pod}；无论如何 ${duration(300_000)}后也会再试。`,
  plug: {
    heading: (machine) => `如果 ${machine} 断电`,
    ifPulled: '如果拔掉：',
    workingOut: '正在计算……',
    nothing: '没有 Pod 受影响。',
    told: (all, parts) => `${all}：${parts.join('；')}。`,
    all: '全部',
    move: (who, _, where, bought, of, after) => {
      const buys =
        bought === 0
          ? ''
          : bought < of
            ? `（其中 ${count(bought)} 台是届时买的）`
            : '（届时才买的）'
      return `${duration(after)}后 ${who} 在 ${where} 重新创建${buys}`
    },
    stay: (who) => `${who} 继续等待`,
    stayWhy: (who, _, message) => `${who} 继续等待：${message}`,
    down: (who) => `${who} 中断，直到恢复供电`,
    downUntil: (who, _, back, where, after, stuck) =>
      `${who} 中断，直到恢复供电，或直到有人把${back === 1 ? '它' : '它们'}放回 ${where}，${
        back > 1 ? '最后一个在' : ''
      }${duration(after)}后${stuck > 0 ? `；有 ${count(stuck)} 个没有位置` : ''}`,
    unwanted: (who) => `${who} 届时已不再需要`,
    gone: (who) => `${who} 永远消失`,
    pushed: (who, _, theirs, fates) => `${who} 必须让位${theirs ? '' : '给更重要的 Pod'}${fates}`,
    fates: (moving, where, waiting) => {
      if (moving > 0 && waiting > 0) {
        return `，${count(moving)} 个去 ${where}，${count(waiting)} 个继续等待`
      }
      return moving > 0 ? `，去 ${where}` : waiting > 0 ? '，继续等待' : ''
    },
  },
}
