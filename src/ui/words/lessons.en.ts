import type { Facts, LaneFacts, LessonWords } from './lessonTexts.ts'
import { byNumber } from './severalMachines.ts'
import { count, dollars, duration, percent, timeOfDay } from './units.ts'

const NUMBERS = [
  'No',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
]
const number = (n: number) => NUMBERS[n] ?? count(n)
const s = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`
const and = (list: readonly string[]) =>
  list.length < 2 ? (list[0] ?? '') : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`
const machines = (n: number) => s(n, 'machine', 'machines')
const perHour = ({ costPerHour }: LaneFacts) => dollars(costPerHour)
const inUse = ({ cpu, memory }: LaneFacts) => `${percent(cpu)} CPU and ${percent(memory)} memory`

function fewer({ left, right }: Facts): string {
  const n = left.machines - right.machines
  if (n <= 0) return 'Same apps, same order.'
  return `Same apps, same order. ${number(n)} fewer machine${n === 1 ? '' : 's'}.`
}

function asksFor({ decision }: Facts): string {
  return decision === undefined ? '' : `${decision.pod} asks for ${and(decision.asks)}.`
}

function filtered({ decision }: Facts): string {
  if (decision === undefined) return ''
  const { nodes, fitting, lackCpu, lackMemory, lackGpu, tainted } = decision
  const out = [
    lackCpu > 0 && `${count(lackCpu)} ${lackCpu === 1 ? 'lacks' : 'lack'} CPU`,
    lackMemory > 0 && `${count(lackMemory)} ${lackMemory === 1 ? 'lacks' : 'lack'} memory`,
    lackGpu > 0 && `${count(lackGpu)} ${lackGpu === 1 ? 'lacks' : 'lack'} GPUs`,
    tainted > 0 && `${count(tainted)} ${tainted === 1 ? 'is' : 'are'} tainted`,
  ].filter((part) => part !== false)
  const fit = fitting === 0 ? 'none fits' : s(fitting, 'fits', 'fit')
  return `${machines(nodes)}: ${[...out, fit].join(', ')}.`
}

function scored({ decision }: Facts): string {
  if (decision?.chosen === undefined) return 'None fits: the pod stays pending.'
  if (decision.points === undefined) {
    return `Only ${decision.chosen} fits, so nothing has to be scored.`
  }
  return `${decision.chosen} has the most points: ${count(decision.points)} of ${count(decision.most)}.`
}

/** How a run has ended: machines, what is not well, requests. */
function closing(lane: LaneFacts): string {
  const { machines: all, machinesUp, runbook, pods, down, pending, answered, failed } = lane
  const sent = answered + failed
  const [one, many] = runbook ? ['app', 'apps'] : ['pod', 'pods']
  const up = machinesUp < all ? `${count(machinesUp)} of ${machines(all)} up` : machines(all)
  const troubles = [
    down > 0 && s(down, `${one} is down`, `${many} are down`),
    pending > 0 && s(pending, `${one} has no machine`, `${many} have no machine`),
  ].filter((trouble) => trouble !== false)
  const state = troubles.length > 0 ? troubles.join(', ') : 'none is down'
  const requests =
    sent === 0
      ? ''
      : failed === 0
        ? ` ${sent === 1 ? 'The only request was' : `All ${count(sent)} requests were`} answered.`
        : ` ${count(failed)} of ${s(sent, 'request', 'requests')} failed.`
  return `In the end: ${up}, ${s(pods, one, many)}, ${state}.${requests}`
}

export const lessonsEn: LessonWords = {
  language: 'en',
  name: 'English',
  bar: {
    label: 'Lesson',
    step: (step, all) => `${count(step)} of ${count(all)}`,
    back: 'Back',
    next: 'Next',
    finish: 'Finish',
    nextLesson: 'Next lesson',
    close: 'Leave the lesson',
    proof: 'Kubernetes’ own documentation',
    problems: 'A lesson was left out:',
  },
  question: {
    none: 'none fits',
    check: 'Check',
    apply: 'Try it',
    edges: 'Drag the top edges of the dashed piece, or press − and +; then try it.',
    keys: 'Click it, drag the piece from NEXT onto it, or press its number (0: none fits).',
    comesBack: 'Comes back by itself:',
    more: (what) => `More ${what}`,
    less: (what) => `Less ${what}`,
    rightNode: (node, others) =>
      others > 0
        ? `Right: ${node}; ${s(others, 'other is', 'others are')} just as good.`
        : `Right: ${node}.`,
    rightNone: 'Right: none fits.',
    lacks: (node, what) => `Not ${node}: it lacks ${and(what)}. Try again.`,
    refused: (node, rule) => `Not ${node}: ${rule} refuses it. Try again.`,
    fewer: (node, points, most) =>
      `${node} fits, but another has more than its ${count(points)} of ${count(most)} points. Try again.`,
    oneFits: 'One of them fits. Try again.',
    fits: 'It fits!',
    stillPending: (message) => `Still pending: ${message}`,
    wrongPods: (n) => `${s(n, 'answer is', 'answers are')} wrong. Try again.`,
    rightPods: (back, all, after) =>
      back === 0
        ? 'Right: none of them comes back by itself.'
        : `Right: ${count(back)} of ${count(all)}, after ${duration(after)}.`,
    failed: 'The simulation did not answer. Try again.',
    estimate: 'Machines in the end',
    say: 'Say it',
    noted: (guess) => `${machines(guess)}: noted. Go on, and see.`,
    estimated: (guess, all, right) =>
      right
        ? `Well guessed: you said ${count(guess)}, it is ${machines(all)}.`
        : `You said ${count(guess)}, it is ${machines(all)}.`,
  },
  gallery: {
    title: 'Lessons',
    subtitle: 'nine lessons, about two minutes each',
    done: 'done',
    doneOf: (right, all) => `done, ${count(right)} of ${count(all)} right at once`,
    seenOf: (right, all) => `seen, ${count(right)} of ${count(all)} right at once`,
  },
  present: {
    press: 'Press Space',
    machines: (n) => (n === 1 ? 'machine' : 'machines'),
    machinesUp: (all) => `of ${machines(all)} up`,
    legend: {
      inUse: 'in use',
      idle: 'idle',
      stranded: 'stranded',
      block: '1 block = 100 machines',
    },
    perHour: '/hour',
    appsDown: (n) => [count(n), n === 1 ? 'app down' : 'apps down'],
    requestsLost: (n) => [count(n), n === 1 ? 'request failed' : 'requests failed'],
    podsDown: (n) => [count(n), n === 1 ? 'pod down' : 'pods down'],
    pending: () => 'pending',
    podsBack: (back, lost) => [
      `${count(back)} of ${count(lost)}`,
      lost === 1 ? 'pod back' : 'pods back',
    ],
    fewer: (n) => `Same apps, same order. ${number(n)} fewer machine${n === 1 ? '' : 's'}.`,
    wakes: (minutes) => `${clock(minutes)}. Somebody has to wake up.`,
    nobody: 'Nobody wakes up. The pods are re-created on other machines.',
    waits: 'Kubernetes waits: a silent machine may come back.',
    stuck: (n) => `Nobody wakes up. But for ${s(n, 'pod', 'pods')} there is no room.`,
    closing,
    decided: 'The scheduler has nothing left to decide in this run.',
    change: {
      added: (kind, what) => `New ${kind} ${what}.`,
      other: (kind, what) => `${kind} ${what} changes.`,
      scaled: (what, replicas) => `${what} is scaled to ${count(replicas)}.`,
      sends: (what, rate) =>
        rate === 0
          ? `${what} sends nothing any more.`
          : `${what} sends ${s(rate, 'request', 'requests')} a second.`,
      image: (from, to) => `image ${from} → ${to}`,
      replicas: (from, to) => `replicas ${from} → ${to}`,
      parts: (what, parts) => `${what}: ${parts.join(', ')}.`,
    },
    story: {
      apply: () => 'A change is applied.',
      delete: (what) => `${what} is deleted.`,
      scale: (what) => `${what} is scaled.`,
      annotate: (what) => `The load of ${what} changes.`,
      rollout: (what) => `A rollout: ${what}.`,
      setTraffic: (what) => `The traffic of ${what} changes.`,
      pullPlug: byNumber(
        (machine) => `Machine ${machine} loses power.`,
        (machines) => `Machines ${machines} lose power.`,
        (n) => `${number(n)} machines lose power.`,
      ),
      plugIn: byNumber(
        (machine) => `Machine ${machine} has power again.`,
        (machines) => `Machines ${machines} have power again.`,
        (n) => `${number(n)} machines have power again.`,
      ),
      terminate: byNumber(
        (machine) => `Machine ${machine} is deleted.`,
        (machines) => `Machines ${machines} are deleted.`,
        (n) => `${number(n)} machines are deleted.`,
      ),
      cordon: byNumber(
        (machine) => `Machine ${machine} takes no new pods.`,
        (machines) => `Machines ${machines} take no new pods.`,
        (n) => `${number(n)} machines take no new pods.`,
      ),
      uncordon: byNumber(
        (machine) => `Machine ${machine} is back in service.`,
        (machines) => `Machines ${machines} are back in service.`,
        (n) => `${number(n)} machines are back in service.`,
      ),
      drain: byNumber(
        (machine) => `Machine ${machine} is being drained.`,
        (machines) => `Machines ${machines} are being drained.`,
        (n) => `${number(n)} machines are being drained.`,
      ),
      killRandom: () => 'Some machine loses power.',
      addMachine: () => 'A machine is added.',
      setPolicy: (what) => `Another policy: ${what}.`,
      acknowledgePager: () => 'The pager is silenced.',
      reclaim: byNumber(
        (machine) => `The cloud wants machine ${machine} back.`,
        (machines) => `The cloud wants machines ${machines} back.`,
        (n) => `The cloud wants ${number(n).toLowerCase()} machines back.`,
      ),
      controlPlane: (what) =>
        what === 'up' ? 'The control plane is back.' : 'The control plane goes down.',
    },
  },
  presenter: {
    title: 'Presenter',
    now: 'Now',
    next: 'Next',
    notes: 'Notes',
    noNotes: 'No notes.',
    elapsed: 'Elapsed',
    restart: 'Start the clock again',
    back: 'Back',
    forward: 'Next',
    blank: 'Blank',
    waiting: 'Waiting for the window that the audience sees: press P there.',
    end: 'The end.',
    nextLesson: (lesson) => `The next lesson: ${lesson}`,
    numbers: 'What has come of it, in numbers.',
    explains: {
      queue: 'The next decision: which machine?',
      filter: 'Which machines can take the pod.',
      score: 'Which of them is best.',
      bind: 'The pod gets its machine.',
    },
    runs: 'The run goes on.',
  },
  lessons: {
    shapes: {
      title: 'Shapes',
      summary: 'Every pod has a shape: CPU and memory.',
      steps: {
        shape: {
          caption: 'A pod asks for CPU and memory. That is its shape.',
          notes:
            'Left half: CPU. Right half: memory. One cell is 1 vCPU or 4 GiB. The name for this in Kubernetes: resource requests.',
        },
        wide: {
          caption: 'video asks for much CPU and little memory: tall on the left.',
          notes: '3 vCPU and 4 GiB.',
        },
        tall: {
          caption: 'db asks for the opposite: tall on the right.',
          notes: '1 vCPU and 12 GiB. Same machine, and the two interlock.',
        },
        even: { caption: 'report asks for as much of both.', notes: '2 vCPU and 8 GiB.' },
        lanes: {
          caption: 'A machine has one lane per resource. Each half stacks in its own.',
          notes:
            'The height of a lane is what the machine can give (allocatable). The bend between the halves carries no quantity.',
        },
        tooTall: {
          caption: 'model asks for more CPU than any machine has. It stays pending.',
          notes: 'Nothing is wrong with the cluster. The shape fits no machine.',
        },
        edit: {
          caption: 'Give model a shape that fits.',
          notes: 'A machine has 8 vCPU and 32 GiB. Every answer is tried out by the simulation.',
        },
        end: {
          caption: 'The shape is the request. Whoever asks for too much gets nothing.',
          notes: 'Asks for, not uses: the scheduler never looks at what a pod really uses.',
        },
      },
    },
    'one-click-or-scheduler': {
      title: 'One-click or scheduler',
      summary: 'Same apps, two ways to place them.',
      steps: {
        same: {
          caption: 'The same apps in the same order. Same machines, same price.',
          notes: 'Three machines on each side. More can be bought.',
        },
        begin: {
          caption: 'One-click: next machine, whatever the shape.',
          right: 'The scheduler looks at the shape, then chooses.',
          notes: 'The difference in looking is the joke. Let it play.',
        },
        more: {
          caption: 'What does not fit the next machine makes One-click buy one.',
          notes: 'Hatched: free, but nothing that runs here fits in.',
        },
        fewer: {
          caption: fewer,
          notes: 'Let them read the two big numbers.',
        },
        money: {
          caption: ({ left }) => `${perHour(left)} an hour, ${inUse(left)} in use.`,
          right: ({ right }) => `${perHour(right)} an hour, ${inUse(right)} in use.`,
          notes: 'Same price per machine on both sides.',
        },
        guess: {
          caption: (facts) => `${asksFor(facts)} Where will the scheduler put it?`,
          notes: 'Let the room guess. Then step on.',
        },
        scored: {
          caption: scored,
          notes:
            'With one machine left there is nothing to choose. Otherwise fuller ones get more points, and balanced ones.',
        },
        order: {
          caption: ({ left, right }) =>
            `In the end ${count(left.machines)} against ${machines(right.machines)}. This order was picked: shuffle it.`,
          notes: 'Be honest: over many random orders the medians are 11 and 8.',
        },
      },
    },
    'what-fits': {
      title: 'What fits?',
      summary: 'Filter: full in one lane is full.',
      steps: {
        filled: {
          caption: 'Full in one lane is full.',
          notes: 'node-1 has memory left and no CPU, node-2 the other way round.',
        },
        where: {
          caption: (facts) => `${asksFor(facts)} Which machine can take it?`,
          notes: 'First the scheduler filters: which machines could take the pod at all?',
        },
        filter: {
          caption: filtered,
          notes: 'Red: what is too much, exactly as tall as the excess.',
        },
        only: { caption: scored, notes: 'With one left there is nothing to choose.' },
        bound: {
          caption: ({ decision }) =>
            decision?.chosen === undefined
              ? ''
              : `${decision.pod} is bound to ${decision.chosen}. It will not move again.`,
          notes: 'The scheduler decides once per pod.',
        },
        none: {
          caption: 'model fits nowhere: 0 of 3 machines. It stays pending.',
          notes: 'There is room enough in sum, and in no machine.',
        },
        edit: {
          caption: 'Ask for less, until model fits somewhere.',
          notes: 'There are several answers.',
        },
        end: {
          caption: 'A request too large, and the pod waits, however empty the cluster is in sum.',
          notes: '',
        },
      },
    },
    'which-is-best': {
      title: 'Which is best?',
      summary: 'Score: tight, and in balance.',
      steps: {
        open: {
          caption: 'Two schedulers, one setting apart.',
          right: 'This one packs tightly.',
          notes: 'Left: spread out (LeastAllocated), Kubernetes’ default. Right: MostAllocated.',
        },
        which: {
          caption: (facts) => `${asksFor(facts)} All four can take it. Which is best for packing?`,
          notes: 'On the right side.',
        },
        filter: { caption: filtered, notes: 'So it has to be scored.' },
        score: {
          caption: scored,
          notes:
            'Weighted sums, no averages: NodeResourcesFit and NodeResourcesBalancedAllocation.',
        },
        bind: {
          caption: 'The most points win. Between equals it is drawn by lot.',
          notes: '',
        },
        play: {
          caption: 'By default Kubernetes spreads out.',
          right: 'Packing fills one machine after the other.',
          notes: '',
        },
        end: {
          caption: ({ left }) => `${machines(left.machinesUsed)} in use: room everywhere.`,
          right: ({ right }) =>
            `${machines(right.machinesUsed)} in use: an empty one could be switched off.`,
          notes: 'Neither is right or wrong. Headroom or money.',
        },
      },
    },
    'pull-the-plug': {
      title: 'Pull the plug',
      summary: 'A machine dies. Who notices?',
      steps: {
        night: {
          caption:
            'Six machines on each side, three in the morning. Somebody starts a pod by hand: shell.',
          notes:
            'No machine can be bought here: what is left must do. shell is a bare Pod, started without any controller.',
        },
        who: {
          caption: 'Machine 2 is about to lose power. Which of its pods come back by themselves?',
          notes: 'Only those that a controller looks after, and only where there is room.',
        },
        dead: {
          caption: ({ left }) =>
            left.down === 0
              ? 'Machine 2 loses power.'
              : `The plug is pulled: ${s(left.down, 'app', 'apps')} down.`,
          right: 'Here as well. For now.',
          notes: 'The same machine, the same disaster.',
        },
        wait: {
          caption: ({ left, pagedAt }) =>
            pagedAt === undefined
              ? `${s(left.down, 'app', 'apps')} down, and nobody knows yet.`
              : `${s(left.down, 'app', 'apps')} down. At ${clock(pagedAt)} the pager rings.`,
          right: ({ evictionWait }) =>
            `Kubernetes waits ${duration(evictionWait)}: a silent machine may come back.`,
          notes: '50 s until the node counts as not ready, then 300 s that pods tolerate it.',
        },
        back: {
          caption: ({ pagedAt }) =>
            pagedAt === undefined
              ? 'Somebody has to wake up.'
              : `${clock(pagedAt)}. Somebody has to wake up.`,
          right: 'Nobody wakes up. All but shell are re-created on other machines.',
          notes:
            'Re-created, not moved: new names. Nothing looks after shell, so nothing brings it back. The old ones are Terminating until the machine returns.',
        },
        person: {
          caption: ({ left }) =>
            left.down === 0
              ? 'By hand, one app after the other. Done.'
              : 'By hand, one app after the other.',
          right: 'Asleep all the time.',
          notes: 'What it needs: headroom, and a controller for every pod.',
        },
      },
    },
    'jobs-finish': {
      title: 'Jobs finish',
      summary: 'Clear the line, get the room back.',
      steps: {
        jobs: {
          caption: 'report and video are Jobs: they work for a while and end.',
          notes: 'web, api and cache stay.',
        },
        begin: { caption: 'Jobs and services fall together.', notes: '' },
        clear: {
          caption: 'A Job is done: its room is free again.',
          notes: 'What is above drops, lane by lane.',
        },
        guess: {
          caption: (facts) => `${asksFor(facts)} Which machine gets it?`,
          notes: '',
        },
        scored: { caption: scored, notes: '' },
        play: {
          caption: 'One-click goes on to the next machine.',
          right: 'The scheduler sees the room and uses it again.',
          notes: '',
        },
        end: {
          caption: ({ left }) => `${machines(left.machines)}.`,
          right: ({ right }) => `${machines(right.machines)} for the same work.`,
          notes: 'Machines that nobody needs can be given back.',
        },
      },
    },
    'big-and-small': {
      title: 'Big and small',
      summary: 'Machines have shapes too.',
      steps: {
        shapes: {
          caption: 'Every machine has a shape too: wide, tall, and one with GPUs.',
          notes: 'The one with GPUs costs twelve times as much as the small one.',
        },
        begin: {
          caption: 'One-click drops web on the machine with GPUs.',
          right: 'The scheduler keeps it for those that ask for GPUs.',
          notes: '',
        },
        guess: {
          caption: (facts) => `${asksFor(facts)} Which machine?`,
          notes: '',
        },
        filter: { caption: filtered, notes: 'A resource that a machine does not have: 0 of it.' },
        play: { caption: 'Let the rest arrive.', notes: '' },
        end: {
          caption: ({ left }) => `${perHour(left)} an hour: it had to buy another one with GPUs.`,
          right: ({ right }) => `${perHour(right)} an hour.`,
          notes: 'A taint keeps the GPU machine free for those that tolerate it.',
        },
      },
    },
    'taints-and-zones': {
      title: 'Taints and zones',
      summary: 'Keep GPUs for GPU pods; keep copies apart.',
      steps: {
        zones: {
          caption: 'Three zones, two machines each: 1 and 2, 3 and 4, 5 and 6.',
          notes: 'Machine 6 has GPUs and is tainted.',
        },
        begin: {
          caption: 'The apps say where their copies may stand.',
          notes: 'One-click reads none of it.',
        },
        guess: {
          caption: (facts) => `${asksFor(facts)} Which machine gets it?`,
          notes: 'A taint refuses all that do not tolerate it.',
        },
        tainted: { caption: filtered, notes: 'The pod does not tolerate the GPU machine’s taint.' },
        spread: {
          caption: 'Where do the three copies of shop stand? Two of them on machine 1.',
          right: 'One copy of shop in each zone: a topology spread constraint.',
          notes: 'S is shop.',
        },
        dark: {
          caption: 'Zone a goes dark: machines 1 and 2. No shop is left.',
          right: 'Two of three copies go on.',
          notes: '',
        },
        end: {
          caption: ({ left }) =>
            left.down === 0 ? 'Put back by hand.' : `${s(left.down, 'app', 'apps')} still down.`,
          right: ({ right }) =>
            right.pending === 0
              ? 'And the third is back, in a zone with light.'
              : `${s(right.pending, 'pod', 'pods')} pending.`,
          notes: '',
        },
      },
    },
    'at-scale': {
      title: 'At scale',
      summary: '15,000 pods, a thousand machines.',
      steps: {
        many: {
          caption:
            '15,000 pods are about to come. How many machines will One-click have in the end?',
          notes:
            'The same two lanes per machine, only smaller: 1,000 of them on each side to start with. In bursts of up to a hundred equal pods, as deployments come.',
        },
        play: { caption: 'Hundreds of pods a second.', notes: '' },
        end: {
          caption: ({ left }) =>
            `${machines(left.machines)}, ${percent(left.cpu)} of the CPU asked for.`,
          right: ({ right }) =>
            `${machines(right.machines)}, ${percent(right.cpu)} of the CPU asked for.`,
          notes: 'Point at a machine to see it large.',
        },
        stranded: {
          caption: ({ left, right }) =>
            `${dollars(left.costPerHour - right.costPerHour)} an hour between them.`,
          notes:
            'Packing strands a little per machine: whoever never fills a machine strands nothing, and pays.',
        },
      },
    },
  },
}

/** `3:07 AM` */
function clock(minutes: number): string {
  const [hours = '0', rest = '00'] = timeOfDay(minutes).split(':')
  const hour = Number(hours)
  return `${hour % 12 === 0 ? 12 : hour % 12}:${rest} ${hour < 12 ? 'AM' : 'PM'}`
}
