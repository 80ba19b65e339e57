import type { ServiceState } from '../../../engine/protocol.ts'
import { laneOf } from '../../state/podFacts.ts'
import { useSession } from '../../state/SessionContext.ts'
import { useRun } from '../../state/stores.ts'
import { Scroller } from '../../widgets/Scroller.tsx'
import { controlWords } from '../../words/control.ts'
import { percent } from '../../words/units.ts'
import { ControlFilter, useControlLane } from './ControlFilter.tsx'
import './control.css'

const words = controlWords.services

/** Every Service: its name and address, who stands behind it, and what became of its requests. */
export function ServicesPanel() {
  const session = useSession()
  const { lane, namespace } = useControlLane()
  // They are read from the mirror, which changes with every update.
  useRun((run) => run.now)
  const services = (laneOf(session.mirror, lane?.id ?? '')?.services ?? []).filter(
    (service) => namespace === '' || service.namespace === namespace,
  )
  return (
    <Scroller label={words.list} className="control">
      <div className="control-filter">
        <ControlFilter />
      </div>
      {services.length === 0 && <p className="panel-empty">{words.empty}</p>}
      <ul className="workloads">
        {services.map((service) => (
          <Service key={`${service.namespace}/${service.name}`} service={service} />
        ))}
      </ul>
    </Scroller>
  )
}

function Service({ service }: { readonly service: ServiceState }) {
  const { name, type, dns, clusterIP, ports, path, endpoints, notReady } = service
  const address =
    clusterIP === 'None' ? words.headless : clusterIP === '' ? words.external : clusterIP
  const asked = service.answered + service.failed > 0 || service.requestsPerSecond > 0
  return (
    <li>
      <div className="workload-line">
        <b>{name}</b>
        <span className="quiet">{type}</span>
        <span className="workload-count">
          {words.ready(endpoints.length)}
          {notReady > 0 && `, ${words.notReady(notReady)}`}
        </span>
      </div>
      <p className="mono address">{dns}</p>
      <p className="quiet">{[address, ports, path].filter(Boolean).join(' · ')}</p>
      {asked ? <Answers service={service} /> : <p className="quiet">{words.none}</p>}
    </li>
  )
}

function Answers({ service }: { readonly service: ServiceState }) {
  const { answered, failed, failures, versions, latencyMillis, requestsPerSecond } = service
  const share = (part: number) => percent(answered > 0 ? part / answered : 0)
  return (
    <>
      <div className="workload-line">
        <span className="strong">{words.rate(requestsPerSecond)}</span>
        <span>{words.answered(answered)}</span>
        <span className={failed > 0 ? 'alarm-text' : 'quiet'}>{words.failed(failed)}</span>
        <span className="workload-count quiet">
          {words.latency(latencyMillis.p50, latencyMillis.p99)}
        </span>
      </div>
      {versions.length > 0 && (
        <>
          <div className="parts" role="img" aria-label={words.versions}>
            {versions.map((version, index) => (
              <span
                key={version.version}
                data-shade={index === versions.length - 1 ? 'new' : 'old'}
                style={{ flexGrow: version.answered }}
              />
            ))}
          </div>
          <p className="legend">
            {versions.map((version, index) => (
              <span key={version.version}>
                <i data-shade={index === versions.length - 1 ? 'new' : 'old'} aria-hidden="true" />
                {words.version(version.version, share(version.answered))}
              </span>
            ))}
          </p>
        </>
      )}
      {failures.length > 0 && (
        <p className="alarm-text">
          {failures.map(({ reason, count }) => words.failure(reason, count)).join(' · ')}
        </p>
      )}
    </>
  )
}
