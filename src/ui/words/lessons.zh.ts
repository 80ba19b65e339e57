import type { Facts, LaneFacts, LessonWords } from './lessonTexts.ts'
import { byNumber } from './severalMachines.ts'
import { count, dollars, percent, timeOfDay } from './units.ts'

const NUMBERS = ['零', '一', '两', '三', '四', '五', '六', '七', '八', '九', '十']
const number = (n: number) => NUMBERS[n] ?? count(n)
const and = (list: readonly string[]) =>
  list.length < 2 ? (list[0] ?? '') : `${list.slice(0, -1).join('、')}和 ${list.at(-1)}`
const machines = (n: number) => `${count(n)} 台机器`
const perHour = ({ costPerHour }: LaneFacts) => dollars(costPerHour)
const inUse = ({ cpu, memory }: LaneFacts) =>
  `CPU 用了 ${percent(cpu)}，内存用了 ${percent(memory)}`
const fewerMachines = (n: number) => `同样的应用，同样的顺序。少用${number(n)}台机器。`

/** One machine and a row of them are said alike. */
const named = (one: (what: string) => string, many: (n: number) => string) =>
  byNumber(one, one, many)

/** 5 分 50 秒 */
function span(time: number): string {
  const seconds = Math.round(time / 1_000)
  const minutes = Math.floor(seconds / 60)
  const rest = seconds % 60
  if (minutes === 0) return `${rest} 秒`
  return rest === 0 ? `${minutes} 分钟` : `${minutes} 分 ${rest} 秒`
}

function fewer({ left, right }: Facts): string {
  const n = left.machines - right.machines
  return n <= 0 ? '同样的应用，同样的顺序。' : fewerMachines(n)
}

function asksFor({ decision }: Facts): string {
  return decision === undefined ? '' : `${decision.pod} 请求 ${and(decision.asks)}。`
}

function filtered({ decision }: Facts): string {
  if (decision === undefined) return ''
  const { nodes, fitting, lackCpu, lackMemory, lackGpu, tainted } = decision
  const out = [
    lackCpu > 0 && `${count(lackCpu)} 台 CPU 不够`,
    lackMemory > 0 && `${count(lackMemory)} 台内存不够`,
    lackGpu > 0 && `${count(lackGpu)} 台 GPU 不够`,
    tainted > 0 && `${count(tainted)} 台有污点`,
  ].filter((part) => part !== false)
  const fit = fitting === 0 ? '没有一台放得下' : `${count(fitting)} 台放得下`
  return `${machines(nodes)}：${[...out, fit].join('，')}。`
}

function scored({ decision }: Facts): string {
  if (decision?.chosen === undefined) return '没有一台放得下：Pod 等待中。'
  if (decision.points === undefined) return `只有 ${decision.chosen} 放得下，不用打分。`
  return `${decision.chosen} 得分最高：${count(decision.most)} 分中的 ${count(decision.points)} 分。`
}

/** 运行如何结束：机器、未恢复的部分、请求。 */
function closing(lane: LaneFacts): string {
  const { machines: all, machinesUp, runbook, pods, down, pending, answered, failed } = lane
  const sent = answered + failed
  const what = runbook ? '应用' : ' Pod'
  const gap = runbook ? '' : ' '
  const up = machinesUp < all ? `${machines(all)}中有 ${machines(machinesUp)}在运行` : machines(all)
  const troubles = [
    down > 0 && `${count(down)} 个${what}${gap}中断`,
    pending > 0 && `${count(pending)} 个${what}${gap}没有机器`,
  ].filter((trouble) => trouble !== false)
  const state = troubles.length > 0 ? troubles.join('，') : '没有中断'
  const requests =
    sent === 0
      ? ''
      : failed === 0
        ? `${count(sent)} 个请求全部得到应答。`
        : `${count(sent)} 个请求中有 ${count(failed)} 个失败。`
  return `最终：${up}，${count(pods)} 个${what}，${state}。${requests}`
}

export const lessonsZh: LessonWords = {
  language: 'zh',
  name: '中文',
  bar: {
    label: '课程',
    step: (step, all) => `第 ${count(step)} 步，共 ${count(all)} 步`,
    back: '上一步',
    next: '下一步',
    finish: '完成',
    nextLesson: '下一课',
    close: '退出课程',
    proof: 'Kubernetes 官方文档',
    problems: '有一课被略去：',
  },
  question: {
    none: '都放不下',
    check: '检查',
    apply: '试一试',
    edges: '拖动虚线方块的上边缘，或按 − 和 +；然后试一试。',
    keys: '点选机器，把 NEXT 里的方块拖上去，或按它的编号（0：都放不下）。',
    comesBack: '会自己回来的：',
    more: (what) => `增加 ${what}`,
    less: (what) => `减少 ${what}`,
    rightNode: (node, others) =>
      others > 0 ? `对了：${node}；另有 ${count(others)} 台一样好。` : `对了：${node}。`,
    rightNone: '对了：都放不下。',
    lacks: (node, what) => `不是 ${node}：还差 ${and(what)}。再试一次。`,
    refused: (node, rule) => `不是 ${node}：${rule} 拒绝了它。再试一次。`,
    fewer: (node, points, most) =>
      `${node} 放得下，但它只有 ${count(points)} 分（满分 ${count(most)}），另一台更高。再试一次。`,
    oneFits: '有一台放得下。再试一次。',
    fits: '放得下！',
    stillPending: (message) => `仍在等待：${message}`,
    wrongPods: (n) => `有 ${count(n)} 个选错了。再试一次。`,
    rightPods: (back, all, after) =>
      back === 0
        ? '对了：没有一个会自己回来。'
        : `对了：${count(all)} 个中的 ${count(back)} 个，${span(after)}之后。`,
    failed: '模拟没有回应。再试一次。',
    estimate: '最后有多少台机器',
    say: '就这个数',
    noted: (guess) => `记下了：${machines(guess)}。继续看。`,
    estimated: (guess, all, right) =>
      right
        ? `估得准：你说 ${count(guess)}，实际 ${machines(all)}。`
        : `你说 ${count(guess)}，实际 ${machines(all)}。`,
  },
  gallery: {
    title: '课程',
    subtitle: '九节课，每节约两分钟',
    done: '已完成',
    doneOf: (right, all) => `已完成，${count(all)} 题中一次答对 ${count(right)} 题`,
    seenOf: (right, all) => `已看完，${count(all)} 题中一次答对 ${count(right)} 题`,
  },
  present: {
    press: '请按空格键',
    machines: () => '台机器',
    machinesUp: (all) => `/ ${machines(all)}在运行`,
    legend: { inUse: '使用', idle: '空闲', stranded: '搁浅', block: '1 块 = 100 台机器' },
    perHour: '/小时',
    appsDown: (n) => [count(n), '个应用中断'],
    requestsLost: (n) => [count(n), '个请求失败'],
    podsDown: (n) => [count(n), '个 Pod 中断'],
    pending: () => '等待中',
    podsBack: (back, lost) => [`${count(back)} / ${count(lost)}`, '个 Pod 已恢复'],
    fewer: fewerMachines,
    wakes: (time) => `${timeOfDay(time)}。有人得起床。`,
    nobody: '没有人被叫醒。Pod 在别的机器上重新创建。',
    waits: 'Kubernetes 在等：没有回音的机器也许会回来。',
    stuck: (n) => `没有人被叫醒。但有 ${count(n)} 个 Pod 没有位置。`,
    closing,
    decided: '本次运行中调度器已没有要做的决定。',
    change: {
      added: (kind, what) => `新增 ${kind} ${what}。`,
      other: (kind, what) => `${kind} ${what} 有更改。`,
      scaled: (what, replicas) => `${what} 的副本数改为 ${count(replicas)}。`,
      sends: (what, rate) =>
        rate === 0 ? `${what} 不再发送请求。` : `${what} 每秒发送 ${count(rate)} 个请求。`,
      image: (from, to) => `镜像 ${from} → ${to}`,
      replicas: (from, to) => `副本数 ${from} → ${to}`,
      parts: (what, parts) => `${what}：${parts.join('，')}。`,
    },
    story: {
      apply: () => '应用一项更改。',
      delete: (what) => `删除 ${what}。`,
      scale: (what) => `调整 ${what} 的副本数。`,
      annotate: (what) => `${what} 的负载改变。`,
      rollout: (what) => `滚动更新：${what}。`,
      setTraffic: (what) => `流量改变：${what}。`,
      pullPlug: named(
        (what) => `机器 ${what} 断电。`,
        (n) => `${number(n)}台机器断电。`,
      ),
      plugIn: named(
        (what) => `机器 ${what} 恢复供电。`,
        (n) => `${number(n)}台机器恢复供电。`,
      ),
      terminate: named(
        (what) => `删除机器 ${what}。`,
        (n) => `删除${number(n)}台机器。`,
      ),
      cordon: named(
        (what) => `机器 ${what} 不再接收新的 Pod。`,
        (n) => `${number(n)}台机器不再接收新的 Pod。`,
      ),
      uncordon: named(
        (what) => `机器 ${what} 恢复使用。`,
        (n) => `${number(n)}台机器恢复使用。`,
      ),
      drain: named(
        (what) => `腾空机器 ${what}。`,
        (n) => `腾空${number(n)}台机器。`,
      ),
      killRandom: () => '随机一台机器断电。',
      addMachine: () => '增加一台机器。',
      setPolicy: (what) => `换用另一种策略：${what}。`,
      acknowledgePager: () => '关掉寻呼机的铃声。',
      reclaim: named(
        (what) => `云平台要收回机器 ${what}。`,
        (n) => `云平台要收回${number(n)}台机器。`,
      ),
      controlPlane: (what) => (what === 'up' ? '控制平面恢复。' : '控制平面停止工作。'),
    },
  },
  presenter: {
    title: '演讲者',
    now: '现在',
    next: '接下来',
    notes: '备注',
    noNotes: '没有备注。',
    elapsed: '已用时间',
    restart: '重新计时',
    back: '上一步',
    forward: '下一步',
    blank: '黑屏',
    waiting: '正在等待观众窗口：请在那里按 P。',
    end: '结束。',
    nextLesson: (lesson) => `下一课：${lesson}`,
    numbers: '结果如何，用数字说明。',
    explains: {
      queue: '下一个决定：放到哪台机器？',
      filter: '哪些机器放得下这个 Pod。',
      score: '其中哪一台最好。',
      bind: 'Pod 得到它的机器。',
    },
    runs: '运行继续。',
  },
  lessons: {
    shapes: {
      title: '形状',
      summary: '每个 Pod 都有形状：CPU 和内存。',
      steps: {
        shape: {
          caption: 'Pod 请求 CPU 和内存。这就是它的形状。',
          notes:
            '左半边是 CPU，右半边是内存。一格是 1 vCPU 或 4 GiB。在 Kubernetes 里叫 resource requests。',
        },
        wide: { caption: 'video 要的 CPU 多、内存少：左边高。', notes: '3 vCPU 和 4 GiB。' },
        tall: {
          caption: 'db 正好相反：右边高。',
          notes: '1 vCPU 和 12 GiB。同一台机器，两块互相咬合。',
        },
        even: { caption: 'report 两样要得一样多。', notes: '2 vCPU 和 8 GiB。' },
        lanes: {
          caption: '机器的每种资源有一条道。每半块落在自己的道里。',
          notes: '道的高度是机器能给的量（allocatable）。两半之间的斜面不表示任何数量。',
        },
        tooTall: {
          caption: 'model 要的 CPU 比任何一台机器都多。它一直等待（Pending）。',
          notes: '集群没有问题，只是这个形状哪台机器都放不下。',
        },
        edit: {
          caption: '给 model 一个放得下的形状。',
          notes: '一台机器有 8 vCPU 和 32 GiB。每个答案都由模拟来验证。',
        },
        end: {
          caption: '形状就是请求。要得太多，什么也得不到。',
          notes: '是请求，不是使用：调度器从不看 Pod 实际用了多少。',
        },
      },
    },
    'one-click-or-scheduler': {
      title: '一键部署还是调度器',
      summary: '同样的应用，两种放法。',
      steps: {
        same: {
          caption: '同样的应用，同样的顺序。同样的机器，同样的价格。',
          notes: '两边各三台机器，还可以再买。',
        },
        begin: {
          caption: '一键部署：放到下一台，不管形状。',
          right: '调度器先看形状，再选择。',
          notes: '“看”的差别就是笑点。让它播放。',
        },
        guess: {
          caption: (facts) => `${asksFor(facts)}调度器会把它放在哪里？`,
          notes: '让大家猜，然后继续。',
        },
        scored: {
          caption: scored,
          notes: '只剩一台就不用选。否则越满、越均衡的机器得分越高。',
        },
        more: {
          caption: '下一台放不下时，一键部署就再买一台。',
          notes: '斜线：空着，但这里运行的东西都放不进去。',
        },
        fewer: { caption: fewer, notes: '让他们看清那两个大数字。' },
        money: {
          caption: ({ left }) => `每小时 ${perHour(left)}，${inUse(left)}。`,
          right: ({ right }) => `每小时 ${perHour(right)}，${inUse(right)}。`,
          notes: '两边每台机器价格相同。',
        },
        order: {
          caption: ({ left, right }) =>
            `最后是 ${count(left.machines)} 台对 ${count(right.machines)} 台。这个顺序是挑选过的：请打乱它。`,
          notes: '要诚实：许多随机顺序的中位数是 11 和 8。',
        },
      },
    },
    'what-fits': {
      title: '放得下吗？',
      summary: '过滤：一条道满了就是满了。',
      steps: {
        filled: {
          caption: '一条道满了就是满了。',
          notes: 'node-1 还有内存没有 CPU，node-2 正好相反。',
        },
        where: {
          caption: (facts) => `${asksFor(facts)}哪台机器放得下？`,
          notes: '调度器先过滤：哪些机器根本放得下这个 Pod？',
        },
        filter: { caption: filtered, notes: '红色：超出的部分，高度分毫不差。' },
        only: { caption: scored, notes: '只剩一台，没有什么可选。' },
        bound: {
          caption: ({ decision }) =>
            decision?.chosen === undefined
              ? ''
              : `${decision.pod} 绑定到 ${decision.chosen}，以后不再移动。`,
          notes: '调度器对每个 Pod 只决定一次。',
        },
        none: {
          caption: 'model 哪里都放不下：3 台中 0 台。它等待中。',
          notes: '加起来够，但没有一台单独够。',
        },
        edit: { caption: '少要一点，直到 model 放得下。', notes: '答案不止一个。' },
        end: { caption: '请求太大，Pod 就得等，不管集群加起来有多空。', notes: '' },
      },
    },
    'which-is-best': {
      title: '哪台最好？',
      summary: '打分：装得满，又均衡。',
      steps: {
        open: {
          caption: '两个调度器，只差一个设置。',
          right: '这一个尽量装满。',
          notes: '左：分散（LeastAllocated），Kubernetes 的默认。右：MostAllocated。',
        },
        which: {
          caption: (facts) => `${asksFor(facts)}四台都放得下。要装满，哪台最好？`,
          notes: '看右边。',
        },
        filter: { caption: filtered, notes: '所以要打分。' },
        score: {
          caption: scored,
          notes: '是加权和，不是平均：NodeResourcesFit 和 NodeResourcesBalancedAllocation。',
        },
        bind: { caption: '分高者得。同分则抽签。', notes: '' },
        play: { caption: 'Kubernetes 默认是分散。', right: '装满：一台接着一台。', notes: '' },
        end: {
          caption: ({ left }) => `用了 ${machines(left.machinesUsed)}：到处都有余地。`,
          right: ({ right }) => `用了 ${machines(right.machinesUsed)}：空的那台可以关掉。`,
          notes: '没有对错。要余量，还是要省钱。',
        },
      },
    },
    'pull-the-plug': {
      title: '拔掉插头',
      summary: '一台机器坏了。谁会发现？',
      steps: {
        night: {
          caption: '两边各六台机器，凌晨三点。有人手工启动了一个 Pod：shell。',
          notes: '这里不能再买机器：只能靠剩下的。shell 是单独的 Pod，没有控制器。',
        },
        who: {
          caption: '机器 2 即将断电。它的哪些 Pod 会自己回来？',
          notes: '只有控制器照看着的，而且要有位置。',
        },
        dead: {
          caption: ({ left }) =>
            left.down === 0 ? '机器 2 断电。' : `断电了：${count(left.down)} 个应用中断。`,
          right: '这边也一样。暂时。',
          notes: '同一台机器，同一场事故。',
        },
        wait: {
          caption: ({ left, pagedAt }) =>
            pagedAt === undefined
              ? `${count(left.down)} 个应用中断，还没有人知道。`
              : `${count(left.down)} 个应用中断。${timeOfDay(pagedAt)} 寻呼机响了。`,
          right: ({ evictionWait }) =>
            `Kubernetes 等 ${span(evictionWait)}：没有回音的机器也许会回来。`,
          notes: '50 秒后节点算作未就绪，再加上 Pod 容忍的 300 秒。',
        },
        back: {
          caption: ({ pagedAt }) =>
            pagedAt === undefined ? '有人得起床。' : `凌晨 ${timeOfDay(pagedAt)}。有人得起床。`,
          right: '没有人被叫醒。除了 shell，都在别的机器上重新创建。',
          notes:
            '是重新创建，不是搬家：名字是新的。没有谁照看 shell，它不会回来。旧的一直是 Terminating，直到机器回来。',
        },
        person: {
          caption: ({ left }) =>
            left.down === 0 ? '手工恢复，一个接一个。完成。' : '手工恢复，一个接一个。',
          right: '一直在睡觉。',
          notes: '前提：有余量，而且每个 Pod 都有控制器。',
        },
      },
    },
    'jobs-finish': {
      title: 'Job 会完成',
      summary: '消掉一行，收回空间。',
      steps: {
        jobs: {
          caption: 'report 和 video 是 Job：工作一阵就完成。',
          notes: 'web、api 和 cache 一直都在。',
        },
        begin: { caption: 'Job 和服务一起落下。', notes: '' },
        clear: { caption: '一个 Job 完成了：它的空间又空出来了。', notes: '上面的按道落下。' },
        guess: { caption: (facts) => `${asksFor(facts)}哪台机器得到它？`, notes: '' },
        scored: { caption: scored, notes: '' },
        play: {
          caption: '一键部署继续放到下一台。',
          right: '调度器看见空位，又用上了。',
          notes: '',
        },
        end: {
          caption: ({ left }) => `${machines(left.machines)}。`,
          right: ({ right }) => `同样的工作，${machines(right.machines)}。`,
          notes: '没人需要的机器可以归还。',
        },
      },
    },
    'big-and-small': {
      title: '大与小',
      summary: '机器也有形状。',
      steps: {
        shapes: {
          caption: '每台机器也有形状：宽的、高的，还有一台带 GPU。',
          notes: '带 GPU 的那台，价格是小的十二倍。',
        },
        begin: {
          caption: '一键部署把 web 放到了带 GPU 的机器上。',
          right: '调度器把它留给需要 GPU 的。',
          notes: '',
        },
        guess: { caption: (facts) => `${asksFor(facts)}哪台机器？`, notes: '' },
        filter: { caption: filtered, notes: '机器没有的资源：数量为 0。' },
        play: { caption: '让其余的到来。', notes: '' },
        end: {
          caption: ({ left }) => `每小时 ${perHour(left)}：它不得不再买一台带 GPU 的。`,
          right: ({ right }) => `每小时 ${perHour(right)}。`,
          notes: '污点把 GPU 机器留给容忍它的 Pod。',
        },
      },
    },
    'taints-and-zones': {
      title: '污点与可用区',
      summary: 'GPU 留给 GPU Pod，副本分开放。',
      steps: {
        zones: {
          caption: '三个可用区，各两台：1 和 2，3 和 4，5 和 6。',
          notes: '机器 6 有 GPU，也有污点。',
        },
        begin: { caption: '应用自己说明副本可以放在哪里。', notes: '一键部署一概不看。' },
        guess: {
          caption: (facts) => `${asksFor(facts)}哪台机器得到它？`,
          notes: '污点拒绝所有不容忍它的 Pod。',
        },
        tainted: { caption: filtered, notes: '这个 Pod 不容忍 GPU 机器的污点。' },
        spread: {
          caption: 'shop 的三个副本在哪里？两个在机器 1 上。',
          right: '每个可用区一个 shop：拓扑分布约束。',
          notes: 'S 就是 shop。',
        },
        dark: {
          caption: '可用区 a 断电：机器 1 和 2。shop 全没了。',
          right: '三个副本中的两个继续运行。',
          notes: '',
        },
        end: {
          caption: ({ left }) =>
            left.down === 0 ? '手工恢复。' : `还有 ${count(left.down)} 个应用中断。`,
          right: ({ right }) =>
            right.pending === 0
              ? '第三个也回来了，在有电的可用区。'
              : `${count(right.pending)} 个 Pod 在等待。`,
          notes: '',
        },
      },
    },
    'at-scale': {
      title: '大规模',
      summary: '15,000 个 Pod，一千台机器。',
      steps: {
        many: {
          caption: '15,000 个 Pod 就要来了。一键部署最后会有多少台机器？',
          notes:
            '每台机器还是两条道，只是更小：两边一开始各一千台。一批最多一百个相同的 Pod，就像真实的部署那样。',
        },
        play: { caption: '每秒数百个 Pod。', notes: '' },
        end: {
          caption: ({ left }) => `${machines(left.machines)}，CPU 请求占 ${percent(left.cpu)}。`,
          right: ({ right }) => `${machines(right.machines)}，CPU 请求占 ${percent(right.cpu)}。`,
          notes: '指向一台机器可以放大看。',
        },
        stranded: {
          caption: ({ left, right }) =>
            `每小时相差 ${dollars(left.costPerHour - right.costPerHour)}。`,
          notes: '装满时每台机器会搁浅一点点：从不装满的人没有搁浅，但要付钱。',
        },
      },
    },
  },
}
