import type { Millis } from '../api/units.ts'
import { type Cloud, type Machine, type MachineChange, newNode, priceOf } from '../machine.ts'
import type { MachineType, NodeGroup } from '../scenario.ts'
import type { ControllerContext } from './context.ts'

const OWNER = 'cloud'
/** The cloud wants a spot machine back. */
const RECLAIM = 'cloud/reclaim'
/** Its notice has passed. */
const GONE = 'cloud/gone'

export interface CloudOptions {
  readonly types: readonly MachineType[]
  readonly groups: readonly NodeGroup[]
  /** At once, or when there is an API server again. */
  readonly whenUp: (action: () => void) => void
  /** Most machines at once, whether they were bought or given. */
  readonly maxMachines: number
  /** `vm-` or `node-`. */
  readonly nodePrefix: string
}

type MutableMachine = { -readonly [Key in keyof Machine]: Machine[Key] }

export function createCloud(ctx: ControllerContext, options: CloudOptions): Cloud {
  const { store, clock } = ctx
  const types = new Map(options.types.map((type) => [type.name, type]))
  const groups = new Map(options.groups.map((group) => [group.name, group]))
  /** By ordinal, since machines are only ever appended. */
  const machines: MutableMachine[] = []
  const byName = new Map<string, MutableMachine>()
  const byOrdinal = new Map<number, MutableMachine>()
  /** Names of the machines that run: asked for every pod, and machines lie far apart. */
  const running = new Set<string>()
  const listeners: ((machine: Machine, change: MachineChange) => void)[] = []
  /** Until when the cloud has nothing to give, by group. */
  const shortages = new Map<string, Millis>()
  let lastOrdinal = 0

  clock.handle(OWNER, (name) => {
    const machine = find(name)
    if (machine) finishBoot(machine)
  })
  clock.handle(RECLAIM, (name) => reclaim(find(name)!))
  clock.handle(GONE, (name) => {
    const machine = find(name)!
    terminate(machine)
  })

  const kindOf = ({ type, group }: Machine) =>
    group === undefined ? types.get(type ?? '') : groups.get(group)?.machine
  const find = (name: string) => byName.get(name)

  /** After every change of a machine's power, boot or being there. */
  function noteRunning(machine: Machine): void {
    const { name, power, booting } = machine
    if (find(name) === machine && power && !booting) running.add(name)
    else running.delete(name)
  }

  function notify(machine: Machine, change: MachineChange): void {
    for (const listener of listeners) listener(machine, change)
  }

  function register(
    machine: Omit<MutableMachine, 'ordinal' | 'bornAt' | 'power' | 'reclaimedAt'>,
  ): MutableMachine {
    lastOrdinal += 1
    const full = {
      ...machine,
      ordinal: lastOrdinal,
      bornAt: clock.now,
      power: true,
      reclaimedAt: undefined,
    }
    machines.push(full)
    byName.set(full.name, full)
    byOrdinal.set(full.ordinal, full)
    noteRunning(full)
    return full
  }

  /** A machine can only join a cluster whose API server answers. */
  function finishBoot(machine: MutableMachine): void {
    options.whenUp(() => {
      if (machine.power && find(machine.name) === machine) join(machine)
    })
  }

  function join(machine: MutableMachine): void {
    machine.booting = false
    noteRunning(machine)
    // A manifest may have brought the Node before its machine was ready.
    if (!store.get('Node', '', machine.name)) {
      store.create('Node', newNode(machine, kindOf(machine)!))
    }
    notify(machine, 'ready')
    const lifetime = groups.get(machine.group ?? '')?.lifetime
    if (lifetime !== undefined) {
      const chance = ctx.random.fork(`spot/${machine.ordinal}`).next()
      const end = clock.now + Math.ceil(-Math.log(1 - chance) * lifetime)
      clock.schedule(RECLAIM, machine.name, end, 'beat')
    }
  }

  function reclaim(machine: MutableMachine): void {
    const { notice, shortage } = groups.get(machine.group!)!
    clock.cancel(RECLAIM, machine.name)
    machine.reclaimedAt = clock.now + notice
    // Who takes machines back has none to give.
    if (shortage > 0) shortages.set(machine.group!, machine.reclaimedAt + shortage)
    clock.schedule(GONE, machine.name, machine.reclaimedAt)
    notify(machine, 'reclaimed')
  }

  function terminate(machine: MutableMachine): void {
    for (const owner of [OWNER, RECLAIM, GONE]) clock.cancel(owner, machine.name)
    machines.splice(machines.indexOf(machine), 1)
    byName.delete(machine.name)
    byOrdinal.delete(machine.ordinal)
    machine.power = false
    noteRunning(machine)
    options.whenUp(() => {
      if (!find(machine.name) && store.get('Node', '', machine.name)) {
        store.remove('Node', '', machine.name)
      }
    })
    notify(machine, 'removed')
  }

  /** A name that no Node has: a manifest may have brought a Node called node-4. */
  function nextName(): string {
    const taken = (ordinal: number) => find(`${options.nodePrefix}${ordinal}`)
    while (taken(lastOrdinal + 1)) lastOrdinal += 1
    return `${options.nodePrefix}${lastOrdinal + 1}`
  }

  return {
    machines: () => machines,
    byOrdinal: (ordinal) => byOrdinal.get(ordinal),
    byName: find,
    type: (name) => types.get(name),
    kindOf,
    shortOf: (group) => (shortages.get(group) ?? 0) > clock.now,
    hasPower: (name) => running.has(name),
    get full() {
      return machines.length >= options.maxMachines
    },
    add(type, group) {
      const booting = type.bootTime > 0
      const readyAt = clock.now + type.bootTime
      const { name: typeName, pricePerHour } = type
      const machine = register({
        name: nextName(),
        type: typeName,
        group,
        pricePerHour,
        readyAt,
        booting,
      })
      notify(machine, 'added')
      if (booting) clock.schedule(OWNER, machine.name, readyAt)
      else finishBoot(machine)
      return machine
    },
    adopt(node) {
      const machine = register({
        name: node.metadata!.name!,
        type: undefined,
        group: undefined,
        pricePerHour: priceOf(node),
        readyAt: clock.now,
        booting: false,
      })
      notify(machine, 'added')
      notify(machine, 'ready')
      return machine
    },
    powerOff(machine) {
      const own = find(machine.name)
      if (!own?.power) return
      own.power = false
      noteRunning(own)
      clock.cancel(OWNER, own.name)
      notify(own, 'powerOff')
    },
    powerOn(machine) {
      const own = find(machine.name)
      if (!own || own.power) return
      own.power = true
      noteRunning(own)
      // A boot that was cut off begins anew; otherwise the machine is back at once.
      own.readyAt = clock.now + (own.booting ? kindOf(own)!.bootTime : 0)
      if (own.booting) clock.schedule(OWNER, own.name, own.readyAt)
      notify(own, 'powerOn')
    },
    terminate(machine) {
      const own = find(machine.name)
      if (own) terminate(own)
    },
    isSpot: ({ group }) => groups.get(group ?? '')?.spot === true,
    reclaim(machine) {
      const own = find(machine.name)
      if (own && own.reclaimedAt === undefined) reclaim(own)
    },
    watch: (listener) => void listeners.push(listener),
  }
}
