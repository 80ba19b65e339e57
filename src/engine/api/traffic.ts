import type { ObjectMeta } from './types.gen.ts'

/** Requests that somebody sends to a name of the cluster, again and again: `curl` in a loop. */
export interface Traffic {
  readonly apiVersion?: string
  readonly kind?: string
  /** The namespace is the one from which names are looked up. */
  readonly metadata?: ObjectMeta
  readonly spec?: TrafficSpec
}

export interface TrafficSpec {
  /** `http://web.shop.svc.cluster.local:8080/cart`; see parseAddress. */
  readonly to: string
  /** A whole number from 0 on. */
  readonly requestsPerSecond: number
  /** What network policies see of the sender. */
  readonly from?: {
    /** Default: the labels of the Traffic. */
    readonly podLabels?: Readonly<Record<string, string>>
    /** IPv4 address; without `podLabels` it is one outside of the cluster. Default: one of the pod network. */
    readonly ip?: string
    /** Default: the labels of the Traffic's namespace. */
    readonly namespaceLabels?: Readonly<Record<string, string>>
  }
}
