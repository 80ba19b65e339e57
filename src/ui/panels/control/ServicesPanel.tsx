import { useEffect, useRef, useState } from 'react'
import type { ServiceState, TrafficState } from '../../../engine/protocol.ts'
import { laneOf } from '../../state/podFacts.ts'
import { useSession } from '../../state/SessionContext.ts'
import { useRun } from '../../state/stores.ts'
import { Scroller } from '../../widgets/Scroller.tsx'
import { serviceWords as words } from '../../words/control.ts'
import { percent } from '../../words/units.ts'
import { ControlFilter, useControlLane } from './ControlFilter.tsx'
import './control.css'

/** Every Service: its name and address, who stands behind it, and what became of its requests. */
export function ServicesPanel() {
  const session = useSession()
  const { lane, namespace } = useControlLane()
  // They are read from the mirror, which changes with every update.
  useRun((run) => run.now)
  const mirror = laneOf(session.mirror, lane?.id ?? '')
  const here = <T extends { readonly namespace: string }>(list: readonly T[] | undefined) =>
    (list ?? []).filter((one) => namespace === '' || one.namespace === namespace)
  const services = here(mirror?.services)
  const senders = here(mirror?.traffic)
  const homes = new Set([...services, ...senders].map((one) => one.namespace))
  const title = (one: { readonly namespace: string; readonly name: string }) =>
    homes.size > 1 ? `${one.namespace}/${one.name}` : one.name
  return (
    <Scroller label={words.list} className="control">
      <div className="control-filter">
        <ControlFilter />
      </div>
      {senders.map((sender) => (
        <Sender
          key={`${sender.namespace}/${sender.name}`}
          lane={lane?.id ?? ''}
          sender={sender}
          title={title(sender)}
        />
      ))}
      {services.length === 0 && <p className="panel-empty">{words.empty}</p>}
      <ul className="workloads">
        {services.map((service) => (
          <Service
            key={`${service.namespace}/${service.name}`}
            service={service}
            title={title(service)}
          />
        ))}
      </ul>
    </Scroller>
  )
}

/** Rates that the slider offers. */
const RATES = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000]
/** Wall milliseconds that a rate has to stand until it is set. */
const SETTLE = 250

/** Who sends requests, and a slider for how many. */
function Sender(props: {
  readonly lane: string
  readonly sender: TrafficState
  readonly title: string
}) {
  const { lane, sender, title } = props
  const session = useSession()
  const { namespace, name, to, requestsPerSecond, failures, flows } = sender
  const sum = (of: 'answered' | 'failed') => flows.reduce((all, flow) => all + flow[of], 0)
  const failed = sum('failed')
  const [wanted, setWanted] = useState<number>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const rate = wanted ?? requestsPerSecond
  const rates = [...new Set([...RATES, rate])].sort((a, b) => a - b)
  const set = (value: number) => {
    setWanted(value)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      session
        .command({ type: 'setTraffic', namespace, name, requestsPerSecond: value, lane })
        .catch(() => {
          // A dead engine is told by its own notice.
        })
        .finally(() => setWanted(undefined))
    }, SETTLE)
  }
  return (
    <div className="sender">
      <div className="workload-line">
        <b>{title}</b>
        <span className="quiet mono address">{to}</span>
        <span className="workload-count">{words.perSecond(rate)}</span>
      </div>
      <input
        type="range"
        min={0}
        max={rates.length - 1}
        step={1}
        value={rates.indexOf(rate)}
        aria-label={words.traffic(title)}
        aria-valuetext={words.perSecond(rate)}
        onChange={(event) => set(rates[Number(event.currentTarget.value)]!)}
      />
      {failed > 0 && (
        <p className="alarm-text strong">{words.lastSecond(failed, failed + sum('answered'))}</p>
      )}
      {failures.length > 0 && <Failures failures={failures} />}
    </div>
  )
}

function Failures({ failures }: Pick<TrafficState, 'failures'>) {
  return (
    <p className="alarm-text">
      {failures.map(({ reason, count }) => words.failure(reason, count)).join(' · ')}
    </p>
  )
}

function Service(props: { readonly service: ServiceState; readonly title: string }) {
  const { service, title } = props
  const { type, dns, clusterIP, ports, path, endpoints, notReady } = service
  const address =
    clusterIP === 'None' ? words.headless : clusterIP === '' ? words.external : clusterIP
  const asked = service.answered + service.failed > 0 || service.requestsPerSecond > 0
  return (
    <li>
      <div className="workload-line">
        <b>{title}</b>
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
            <span>{words.ofAllAnswers}</span>
            {versions.map((version, index) => (
              <span key={version.version}>
                <i data-shade={index === versions.length - 1 ? 'new' : 'old'} aria-hidden="true" />
                {words.version(version.version, share(version.answered))}
              </span>
            ))}
          </p>
        </>
      )}
      {failures.length > 0 && <Failures failures={failures} />}
    </>
  )
}
