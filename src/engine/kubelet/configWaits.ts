import type { Container, Pod } from '../api/types.gen.ts'
import { type ConfigSources, environmentLack, mountLack } from '../rules/configReferences.ts'
import { nameOf, namespaceOf, uidOf } from '../store/identity.ts'
import type { Store } from '../store/store.ts'

/** A ConfigMap or Secret that is not there, or lacks a key. */
export interface Lack {
  readonly message: string
  /** The pod has been told so already. */
  readonly told: boolean
}

/** Which pods wait for ConfigMaps and Secrets, and what they were told. */
export interface ConfigWaits {
  /** Whether the pod's volumes can be filled now. */
  canMount(pod: Pod): boolean
  /** Why the pod's volumes cannot be filled; undefined = they can. */
  mounts(pod: Pod): Lack | undefined
  /** Why the container cannot be created; undefined = it can. */
  environment(pod: Pod, container: Container): Lack | undefined
  /** Whether the pod waits for something. */
  waits(uid: string): boolean
  /** Namespaces and names of the pods of this namespace that wait. */
  waitingIn(namespace: string): readonly { readonly namespace: string; readonly name: string }[]
  forget(uid: string): void
}

export function createConfigWaits(store: Store): ConfigWaits {
  const sources: ConfigSources = {
    configMap: (namespace, name) => store.get('ConfigMap', namespace, name),
    secret: (namespace, name) => store.get('Secret', namespace, name),
  }
  /** By uid of the pod; messages by the name of the container, '' = volumes. */
  const waiting = new Map<
    string,
    { readonly namespace: string; readonly name: string; readonly told: Map<string, string> }
  >()

  function noted(pod: Pod, what: string, message: string | undefined): Lack | undefined {
    if (message === undefined && waiting.size === 0) return undefined
    const uid = uidOf(pod)
    const wait = waiting.get(uid)
    if (message === undefined) {
      if (wait?.told.delete(what) && wait.told.size === 0) waiting.delete(uid)
      return undefined
    }
    const told = wait?.told.get(what) === message
    if (wait) wait.told.set(what, message)
    else {
      const messages = new Map([[what, message]])
      waiting.set(uid, { namespace: namespaceOf(pod), name: nameOf(pod), told: messages })
    }
    return { message, told }
  }

  return {
    canMount: (pod) => !pod.spec?.volumes || mountLack(pod, sources) === undefined,
    mounts: (pod) => (pod.spec?.volumes ? noted(pod, '', mountLack(pod, sources)) : undefined),
    environment: (pod, container) =>
      noted(pod, container.name, environmentLack(pod, container, sources)),
    // Most uids are never looked for, so that nothing has to be worked out of them.
    waits: (uid) => waiting.size > 0 && waiting.has(uid),
    waitingIn: (namespace) => [...waiting.values()].filter((each) => each.namespace === namespace),
    forget: (uid) => void waiting.delete(uid),
  }
}
