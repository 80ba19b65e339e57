import type {
  AutoscalerState,
  BudgetState,
  Command,
  QuotaState,
  WorkloadState,
} from '../../../engine/protocol.ts'
import { useLooks } from '../../state/looks.ts'
import { laneOf } from '../../state/podFacts.ts'
import { useSession } from '../../state/SessionContext.ts'
import { useEvents, useRun } from '../../state/stores.ts'
import { MenuButton } from '../../widgets/MenuButton.tsx'
import { PieceSwatch } from '../../widgets/PieceSwatch.tsx'
import { Scroller } from '../../widgets/Scroller.tsx'
import { workloadWords as words } from '../../words/control.ts'
import { amountWithUnit, count } from '../../words/units.ts'
import { ControlFilter, useControlLane } from './ControlFilter.tsx'
import { revisionsOf } from './revisions.ts'
import { Usage } from './UsageTable.tsx'
import { useAsked } from './useAsked.ts'
import './control.css'

/** Every workload with its rollout, what can be done to it, and what says no: budgets and quotas. */
export function WorkloadsPanel() {
  const session = useSession()
  const { lane, namespace } = useControlLane()
  const id = lane?.id ?? ''
  const { answer } = useAsked(() => session.ask<'workloads'>({ type: 'workloads', lane: id }), id)
  if (lane === undefined) return <p className="panel-empty">{words.empty}</p>
  const here = <T extends { readonly namespace: string }>(list: readonly T[]) =>
    list.filter((one) => namespace === '' || one.namespace === namespace)
  const workloads = here(answer?.workloads ?? [])
  return (
    <Scroller label={words.list} className="control">
      <div className="control-filter">
        <ControlFilter />
      </div>
      {answer !== undefined && workloads.length === 0 && (
        <p className="panel-empty">{words.empty}</p>
      )}
      <ul className="workloads">
        {workloads.map((workload) => (
          <Workload
            key={`${workload.kind}/${workload.namespace}/${workload.name}`}
            lane={id}
            workload={workload}
          />
        ))}
      </ul>
      <Autoscalers autoscalers={here(answer?.autoscalers ?? [])} />
      <Budgets lane={id} budgets={here(answer?.budgets ?? [])} />
      <Usage lane={id} namespace={namespace} />
      <Quotas quotas={here(laneOf(session.mirror, id)?.quotas ?? [])} />
    </Scroller>
  )
}

function Workload({ lane, workload }: { readonly lane: string; readonly workload: WorkloadState }) {
  const session = useSession()
  const looks = useLooks()
  const { kind, name, namespace, refusal, rollout, done } = workload
  const app = session.mirror.apps.findIndex(
    (one) => one.name === name && one.namespace === namespace && one.kind === kind,
  )
  const revisions = revisionsOf(session.mirror, lane, app)
  return (
    <li>
      <div className="workload-line">
        {app >= 0 && <PieceSwatch look={looks[app]} />}
        <b>{name}</b>
        <span className="quiet">{namespace === 'default' ? kind : `${kind}, ${namespace}`}</span>
        <span className="workload-count">{progressText(workload)}</span>
      </div>
      {revisions.length > 1 && (
        <>
          <div className="parts" aria-hidden="true">
            {revisions.map(({ revision, pods }) => (
              <span
                key={revision}
                data-shade={revision === workload.revision ? 'new' : 'old'}
                style={{ flexGrow: pods }}
              />
            ))}
          </div>
          <p className="quiet">{words.revisions(revisions)}</p>
        </>
      )}
      {!done && rollout !== '' && <p className="quiet">{rollout}</p>}
      {refusal !== undefined && <p className="alarm-text">{refusal}</p>}
      <Actions workload={workload} />
    </li>
  )
}

function progressText(workload: WorkloadState): string {
  const { kind, wanted, ready, updated, paused, schedule, lastSchedule } = workload
  if (kind === 'CronJob') {
    return [
      ready > 0 ? words.active(ready) : words.idle,
      words.schedule(schedule ?? ''),
      ...(lastSchedule === undefined ? [] : [words.lastRun(lastSchedule)]),
      ...(paused ? [words.suspended] : []),
    ].join(' · ')
  }
  const progress = kind === 'Job' ? words.jobs(updated, wanted) : words.ready(ready, wanted)
  const state = kind === 'Job' ? words.suspended : words.paused
  return paused ? `${progress} · ${state}` : progress
}

/** Scale and rollout, by the commands that kubectl has for them. */
function Actions({ workload }: { readonly workload: WorkloadState }) {
  const session = useSession()
  const { kind, namespace, name, wanted, paused, former } = workload
  const send = (command: Command) => {
    session.command(command).catch(() => {
      // A dead engine is told by its own notice.
    })
  }
  const target = { kind, namespace, name }
  const scale = (replicas: number) => send({ type: 'scale', ...target, replicas })
  const undo = (toRevision: number) =>
    send({ type: 'rollout', action: 'undo', ...target, toRevision })
  if (kind === 'Job' || kind === 'CronJob') return null
  return (
    <div className="workload-actions">
      {kind !== 'DaemonSet' && (
        <span className="stepper">
          <button
            type="button"
            className="button small"
            aria-label={words.fewer(name)}
            disabled={wanted === 0}
            onClick={() => scale(wanted - 1)}
          >
            −
          </button>
          <span aria-hidden="true">{count(wanted)}</span>
          <button
            type="button"
            className="button small"
            aria-label={words.more(name)}
            onClick={() => scale(wanted + 1)}
          >
            +
          </button>
        </span>
      )}
      {kind === 'Deployment' && (
        <button
          type="button"
          className="button small"
          onClick={() => send({ type: 'rollout', action: paused ? 'resume' : 'pause', ...target })}
        >
          {paused ? words.resume : words.pause}
        </button>
      )}
      <button
        type="button"
        className="button small"
        disabled={paused}
        onClick={() => send({ type: 'rollout', action: 'restart', ...target })}
      >
        {words.restart}
      </button>
      {former.length === 1 && (
        <button
          type="button"
          className="button small"
          title={words.undoTo(former[0]!)}
          disabled={paused}
          onClick={() => undo(former[0]!)}
        >
          {words.undo}
        </button>
      )}
      {former.length > 1 && (
        <MenuButton
          className="button small"
          items={former.map((revision) => ({
            type: 'action',
            label: words.undoTo(revision),
            disabled: paused,
            run: () => undo(revision),
          }))}
        >
          {words.undo}
        </MenuButton>
      )}
    </div>
  )
}

function Autoscalers({ autoscalers }: { readonly autoscalers: readonly AutoscalerState[] }) {
  if (autoscalers.length === 0) return null
  return (
    <section className="control-part">
      <h3>{words.autoscalers}</h3>
      <ul>
        {autoscalers.map(({ namespace, name, reference, targets, replicas, min, max, held }) => (
          <li key={`${namespace}/${name}`}>
            <b>{reference}</b>
            <span className="mono">{targets}</span>
            <span className="quiet">{words.autoscaler(replicas, min, max)}</span>
            {held !== undefined && <span className="quiet">{held}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Budgets(props: { readonly lane: string; readonly budgets: readonly BudgetState[] }) {
  const refused = useEvents(
    ({ events }) =>
      events.filter(({ lane, reason }) => lane === props.lane && reason === 'DrainWaits').length,
  )
  if (props.budgets.length === 0) return null
  return (
    <section className="control-part">
      <h3>{words.budgets}</h3>
      <ul>
        {props.budgets.map(({ namespace, name, allowed, healthy, desired }) => (
          <li key={`${namespace}/${name}`}>
            <b>{name}</b>
            <span className={allowed === 0 ? 'strong' : 'quiet'}>
              {words.budget(allowed, healthy, desired)}
            </span>
          </li>
        ))}
      </ul>
      {refused > 0 && <p className="quiet">{words.refused(refused)}</p>}
    </section>
  )
}

function Quotas({ quotas }: { readonly quotas: readonly QuotaState[] }) {
  // They are read from the mirror, which changes with every update.
  useRun((run) => run.now)
  if (quotas.length === 0) return null
  return (
    <section className="control-part">
      <h3>{words.quotas}</h3>
      <ul>
        {quotas.map(({ namespace, name, resource, used, hard }) => {
          const of = resource.replace(/^(requests|limits)\./, '')
          const isAmount = of === 'cpu' || of === 'memory'
          const text = (value: number) => (isAmount ? amountWithUnit(of, value) : count(value))
          return (
            <li key={`${namespace}/${name}/${resource}`}>
              <b>{`${namespace} ${resource}`}</b>
              <span className="meter" aria-hidden="true">
                <span
                  style={{ width: `${hard > 0 ? Math.min(100, (used / hard) * 100) : 100}%` }}
                />
              </span>
              <span className={used >= hard ? 'strong' : 'quiet'}>
                {words.quota(text(used), text(hard))}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
