import { KINDS, type Kind } from '../api/objects.ts'

/** Refusals of the store, in the API server's words. */
export class StoreError extends Error {
  readonly reason: 'AlreadyExists' | 'NotFound'

  constructor(reason: 'AlreadyExists' | 'NotFound', kind: Kind, name: string) {
    const words = reason === 'AlreadyExists' ? 'already exists' : 'not found'
    super(`${resourceName(kind)} "${name}" ${words}`)
    this.name = 'StoreError'
    this.reason = reason
  }
}

/** Plural and API group: `deployments.apps`, `pods`. */
function resourceName(kind: Kind): string {
  const { apiVersion, plural } = KINDS[kind]
  const slash = apiVersion.indexOf('/')
  return slash < 0 ? plural : `${plural}.${apiVersion.slice(0, slash)}`
}
