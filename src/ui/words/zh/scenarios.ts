import type { ScenarioWords } from '../scenarios.ts'

/** The scenarios that come with the page, in simplified Chinese. */
export const scenariosZh: ScenarioWords = {
  'At scale': {
    title: '大规模',
    summary: '15,000 个 Pod 落到两个各有一千台机器的集群。',
  },
  'Bigger machines': {
    title: '更大的机器',
    summary: '一组小机器换成大机器，商店照常营业。',
  },
  'Blue and green': {
    title: '蓝与绿',
    summary: '两个版本同时运行。Service 中的一个词决定所有人得到哪一个。',
  },
  'The control plane goes down': {
    title: '控制平面停止',
    summary: '一切继续运行，但不放置新的 Pod，也不修复，直到它恢复。',
  },
  'Delete a pod': {
    title: '删除一个 Pod',
    summary: '左边删掉就没了。右边会来另一个，有新的名称和地址。',
  },
  'Free play': {
    title: '自由发挥',
    summary: '你自己的 YAML，你自己的机器。',
  },
  'Hello, world': {
    title: '你好，世界',
    summary: '一个程序的三个副本找到机器。Service 给它们一个名称和一个地址。',
  },
  'Jobs finish': {
    title: 'Job 会完成',
    summary: '完成的工作归还空间；会看空间的，不需要为后来的再买机器。',
  },
  'Every machine has a shape too': {
    title: '机器也有形状',
    summary: '宽的、高的、带 GPU 的机器；Web 应用放在 GPU 机器上，GPU 就闲置了。',
  },
  'A machine is shot': {
    title: '一台机器被打掉',
    summary: '它再也不回来。右边一分钟内重新创建它的 Pod；左边有人得起床。',
  },
  'Maintenance by day': {
    title: '白天维护',
    summary: '两台机器换新内核，商店照常营业：腾空要等干扰预算允许。',
  },
  'A database loses its machine': {
    title: '数据库失去了机器',
    summary: '绝不能有两个 mysql-1。它要等到确定原来的机器没了，磁盘才跟过去。',
  },
  'A plug is pulled at night': {
    title: '夜里拔掉一个插头',
    summary: '凌晨三点一台机器宕机；有一边得有人起床。',
  },
  'Every night at two': {
    title: '每晚两点',
    summary: '一个 CronJob 做报表：来了，干活，归还空间。显示两个夜晚。',
  },
  'Asking for nothing': {
    title: '什么都不请求',
    summary: '哪里都放得下，直到机器没有内存；那时它们最先被赶走。',
  },
  'Eight GPUs free, but never on one node': {
    title: '空着八个 GPU，但从不在同一个节点',
    summary:
      '真实 GPU 集群的 8,152 个任务。装满放，这 9 台机器就够；分散放，需要 46 台。数据来自阿里巴巴和香港科技大学，Apache-2.0。',
  },
  'Opening night': {
    title: '首映之夜',
    summary: '完整的首映：15,000 个 Pod 分批落到三个层级：普通、热备和预留。',
  },
  'Same apps, two ways to place them': {
    title: '同样的应用，两种放法',
    summary: '同一串 Pod 落到两个集群；其中一个需要的机器更少。',
  },
  'The premiere': {
    title: '首映',
    summary: '八点大家都来登录：Pod 跟着负载走，机器跟着 Pod 走，之后再撤走。',
  },
  'Urgent work in a full cluster': {
    title: '满集群里的紧急工作',
    summary: 'checkout 到来时已没有空间。左边它在等；右边批处理给它让位。',
  },
  'From QA to production': {
    title: '从测试到生产',
    summary: '测试过什么就运行什么：同一个镜像，不重新构建。不同之处在 ConfigMap 里。',
  },
  'Rolling five hundred': {
    title: '滚动更新五百个',
    summary: '有 500 个副本的 Deployment 在 1,000 台机器上换到下一个版本，没人察觉。',
  },
  'Roll to 2.0 in a hurry': {
    title: '匆忙升到 2.0',
    summary: '同样的更新，没有就绪探针，停止前也不等。请求丢失了，并且数得出来。',
  },
  'Roll to 2.0, nothing lost': {
    title: '升到 2.0，一个不丢',
    summary: 'Pod 就绪后才收到请求，并完成已经开始的。一个都不丢。',
  },
  'Scale to five': {
    title: '扩到五个',
    summary: '三个副本变成五个，再变成两个。只改文本里的一个数字。',
  },
  Shapes: {
    title: '形状',
    summary: '每个 Pod 都有形状：CPU 和内存；其中一个比任何机器都高。',
  },
  'One small blog': {
    title: '一个小博客',
    summary: '一千台机器上三个 Pod：你需要这些吗？集群自动扩缩器认为不需要。',
  },
  'A share for each team': {
    title: '每个团队一份',
    summary: '左边视频团队全占了。右边配额让它只用自己的一份。',
  },
  'The limit': {
    title: '极限',
    summary:
      '150,000 个 Pod 分批落到 5,000 台机器，这是 Kubernetes 设计的上限；然后一个可用区故障。',
  },
  'Three tiers': {
    title: '三个层级',
    summary: '便宜的机器随时可能被收回：平时在转码的热备立刻接手。',
  },
  'Training on the reserved machine': {
    title: '在预留的机器上训练',
    summary: '污点把 GPU 机器留给需要它的训练；Web 应用填满其他机器。',
  },
  'Two in one pod': {
    title: '一个 Pod 里两个',
    summary: 'nginx 站在应用旁边：一个方块、一台机器、一个地址，两个都就绪时是 2/2。',
  },
  'What fits?': {
    title: '放得下吗？',
    summary: '一台机器 CPU 满了，一台内存满了；一条资源道满了就是满了。',
  },
  'Which is best?': {
    title: '哪台最好？',
    summary: '同样的 Pod，两种打分；一种分散，一种装满。',
  },
  'A zone loses power': {
    title: '一个可用区断电',
    summary: '可用区 a 断电。左边，商店的三个副本都在那里；右边只有一个。',
  },
}
