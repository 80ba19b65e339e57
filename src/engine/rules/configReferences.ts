import type { ConfigMap, Container, Pod, Secret } from '../api/types.gen.ts'
import { namespaceOf } from '../store/identity.ts'

/*
 * ConfigMaps and Secrets that a pod cannot start without (pkg/kubelet/kubelet_pods.go,
 * pkg/volume/configmap, pkg/volume/secret).
 */

/** Where the objects are found. */
export interface ConfigSources {
  configMap(namespace: string, name: string): ConfigMap | undefined
  secret(namespace: string, name: string): Secret | undefined
}

type Config = 'configmap' | 'secret'

interface Reference {
  readonly type: Config
  readonly name: string | undefined
  /** Undefined = the whole object. */
  readonly key?: string
  readonly optional: boolean | undefined
}

/**
 * Why a volume of the pod cannot be filled, in the kubelet's words: nothing of it starts; undefined = all
 * can.
 */
export function mountLack(pod: Pod, sources: ConfigSources): string | undefined {
  const volumes = pod.spec?.volumes
  if (!volumes) return undefined
  const namespace = namespaceOf(pod)
  for (const { name: volume, configMap, secret } of volumes) {
    const reference: Reference | undefined = configMap
      ? { type: 'configmap', name: configMap.name, optional: configMap.optional }
      : secret && { type: 'secret', name: secret.secretName, optional: secret.optional }
    const missing = reference && missingOf(reference, namespace, sources)
    if (missing) return `MountVolume.SetUp failed for volume "${volume}" : ${missing}`
  }
  return undefined
}

/** Why a container's environment cannot be made: that container waits; undefined = it can. */
export function environmentLack(
  pod: Pod,
  container: Container,
  sources: ConfigSources,
): string | undefined {
  // Most containers have no environment, and this is asked for every pod.
  if (!container.env && !container.envFrom) return undefined
  const namespace = namespaceOf(pod)
  for (const reference of environmentOf(container)) {
    const missing = missingOf(reference, namespace, sources)
    if (missing) return missing
  }
  return undefined
}

function environmentOf({ envFrom = [], env = [] }: Container): readonly Reference[] {
  return [
    ...envFrom.flatMap(({ configMapRef, secretRef }): Reference[] => [
      ...(configMapRef ? [{ type: 'configmap' as const, ...whole(configMapRef) }] : []),
      ...(secretRef ? [{ type: 'secret' as const, ...whole(secretRef) }] : []),
    ]),
    ...env.flatMap(({ valueFrom }): Reference[] => {
      const { configMapKeyRef: fromMap, secretKeyRef: fromSecret } = valueFrom ?? {}
      return [
        ...(fromMap ? [{ type: 'configmap' as const, ...whole(fromMap), key: fromMap.key }] : []),
        ...(fromSecret
          ? [{ type: 'secret' as const, ...whole(fromSecret), key: fromSecret.key }]
          : []),
      ]
    }),
  ]
}

function whole({ name, optional }: { readonly name?: string; readonly optional?: boolean }) {
  return { name, optional }
}

function missingOf(
  { type, name = '', key, optional }: Reference,
  namespace: string,
  sources: ConfigSources,
): string | undefined {
  if (optional) return undefined
  const map = type === 'configmap' ? sources.configMap(namespace, name) : undefined
  const secret = type === 'secret' ? sources.secret(namespace, name) : undefined
  if (!map && !secret) return `${type} "${name}" not found`
  if (key === undefined) return undefined
  const keys = { ...map?.data, ...map?.binaryData, ...secret?.data, ...secret?.stringData }
  if (Object.hasOwn(keys, key)) return undefined
  const kind = type === 'configmap' ? 'ConfigMap' : 'Secret'
  return `couldn't find key ${key} in ${kind} ${namespace}/${name}`
}
