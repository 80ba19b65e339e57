import { useEffect, useId, useRef, useState } from 'react'
import type { CheckResult, Diagnostic } from '../../engine/protocol.ts'
import { Dialog } from '../widgets/Dialog.tsx'
import { editorWords as words } from '../words/editor.ts'
import type { AppLook } from './contract.ts'
import { isObjectName, type NewObject, newDocument } from './newDocument.ts'
import { PiecePreview } from './PiecePreview.tsx'

type Kind = NewObject['kind']
type NumberField = 'cpu' | 'memory' | 'gpu' | 'replicas' | 'runTime' | 'price'

const KINDS: readonly Kind[] = ['Deployment', 'Job', 'Node']
const GIB = 1024 ** 3
const CHECK_DELAY = 140

/** What can be typed into a field, and where it starts. */
const FIELDS: Record<NumberField, { step: number; min: number; max: number }> = {
  cpu: { step: 0.25, min: 0.001, max: 1024 },
  memory: { step: 0.5, min: 0.001, max: 16_384 },
  gpu: { step: 1, min: 0, max: 64 },
  replicas: { step: 1, min: 0, max: 5000 },
  runTime: { step: 10, min: 1, max: 604_800 },
  price: { step: 0.1, min: 0, max: 10_000 },
}
const START: Record<Kind, Record<NumberField, number>> = {
  Deployment: { cpu: 1, memory: 2, gpu: 0, replicas: 3, runTime: 60, price: 0 },
  Job: { cpu: 2, memory: 8, gpu: 0, replicas: 1, runTime: 60, price: 0 },
  Node: { cpu: 8, memory: 32, gpu: 0, replicas: 1, runTime: 60, price: 0.384 },
}
const SHOWN: Record<Kind, readonly NumberField[]> = {
  Deployment: ['cpu', 'memory', 'gpu', 'replicas'],
  Job: ['cpu', 'memory', 'gpu', 'runTime'],
  Node: ['cpu', 'memory', 'gpu', 'price'],
}

/** Adds a Deployment, Job or Node without knowing YAML, and shows the YAML that it writes. */
export function AddForm(props: {
  readonly look: (app: string) => AppLook
  /** Checks the text as it would be with this document. */
  readonly check: (document: string) => Promise<CheckResult>
  /** The line at which the document would begin. */
  readonly lineOf: (document: string) => number
  readonly onAdd: (document: string) => void
  readonly onClose: () => void
}) {
  const { look, check, lineOf, onAdd, onClose } = props
  const [kind, setKind] = useState<Kind>('Deployment')
  const [name, setName] = useState('')
  const [values, setValues] = useState<Partial<Record<NumberField, string>>>({})
  const [tried, setTried] = useState(false)
  const [said, setSaid] = useState<Diagnostic>()
  const checks = useRef({ check, lineOf })
  checks.current = { check, lineOf }
  const ids = useId()

  const numbers = { ...START[kind] }
  for (const field of SHOWN[kind]) {
    const typed = values[field]
    if (typed !== undefined) numbers[field] = Number(typed)
  }
  const wrong = SHOWN[kind].find((field) => !fits(field, numbers[field]))
  const nameWrong = name === '' ? words.nameMissing : isObjectName(name) ? '' : words.nameWrong
  const object = { kind, name: name === '' ? placeholder(kind) : name, ...numbers } as NewObject
  const document = wrong === undefined ? newDocument(object) : undefined
  const checkable = nameWrong === '' ? document : undefined

  useEffect(() => {
    setSaid(undefined)
    if (checkable === undefined) return
    let over = false
    const timer = setTimeout(async () => {
      const line = checks.current.lineOf(checkable)
      const result = await checks.current.check(checkable).catch(() => undefined)
      if (over) return
      setSaid(result?.diagnostics.find((d) => d.severity === 'error' && d.line >= line))
    }, CHECK_DELAY)
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [checkable])

  const problem =
    wrong !== undefined
      ? words.numberWrong(words.fields[wrong], FIELDS[wrong].min, FIELDS[wrong].max)
      : (tried || name !== '') && nameWrong !== ''
        ? nameWrong
        : said?.message

  return (
    <Dialog title={words.addTitle} onClose={onClose}>
      <form
        className="add-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (checkable !== undefined && said === undefined) onAdd(checkable)
        }}
      >
        <fieldset className="add-kinds">
          <legend className="sr-only">{words.kindLabel}</legend>
          {KINDS.map((option) => (
            <label key={option} className="add-kind" data-checked={option === kind}>
              <input
                type="radio"
                name={`${ids}kind`}
                checked={option === kind}
                onChange={() => {
                  setKind(option)
                  setValues({})
                }}
              />
              <b>{words.kinds[option].title}</b>
              <small>{words.kinds[option].text}</small>
            </label>
          ))}
        </fieldset>
        <div className="add-fields">
          <label htmlFor={`${ids}name`}>{words.fields.name}</label>
          <input
            id={`${ids}name`}
            className="add-input"
            value={name}
            placeholder={placeholder(kind)}
            autoCapitalize="off"
            autoComplete="off"
            spellCheck={false}
            maxLength={80}
            aria-invalid={(tried || name !== '') && nameWrong !== ''}
            aria-describedby={`${ids}problem`}
            autoFocus
            onChange={(event) => setName(event.target.value)}
          />
          {SHOWN[kind].map((field) => (
            <Stepper
              key={`${kind}${field}`}
              id={`${ids}${field}`}
              field={field}
              value={values[field] ?? String(START[kind][field])}
              invalid={field === wrong}
              describedBy={`${ids}problem`}
              change={(value) => setValues({ ...values, [field]: value })}
            />
          ))}
        </div>
        <div className="add-picture" aria-hidden={wrong !== undefined}>
          {wrong === undefined && kind !== 'Node' && (
            <PiecePreview app={object.name} requests={amounts(numbers)} look={look(object.name)} />
          )}
        </div>
        <figure className="add-yaml">
          <figcaption>{words.yamlPreview}</figcaption>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it. */}
          <pre tabIndex={0}>{document ?? ''}</pre>
        </figure>
        <p id={`${ids}problem`} className="editor-sentence alarm" role="alert">
          {problem}
        </p>
        <div className="add-actions">
          <button type="button" className="button" onClick={onClose}>
            {words.cancel}
          </button>
          <button type="submit" className="button solid">
            {words.addAndApply}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function Stepper(props: {
  readonly id: string
  readonly field: NumberField
  readonly value: string
  readonly invalid: boolean
  readonly describedBy: string
  readonly change: (value: string) => void
}) {
  const { id, field, value, invalid, describedBy, change } = props
  const { step, min, max } = FIELDS[field]
  const label = words.fields[field]
  const go = (direction: 1 | -1) => {
    const now = Number(value)
    const steps = direction > 0 ? Math.floor(now / step) : Math.ceil(now / step)
    const next = Math.min(max, Math.max(min, (steps + direction) * step))
    if (Number.isFinite(next)) change(String(Number(next.toFixed(3))))
  }
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <span className="add-stepper">
        <button
          type="button"
          className="button icon"
          aria-label={words.less(label)}
          onClick={() => go(-1)}
        >
          <span aria-hidden="true">−</span>
        </button>
        <input
          id={id}
          className="add-input"
          inputMode="decimal"
          autoComplete="off"
          value={value}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          onChange={(event) => change(event.target.value.replace(',', '.'))}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
            event.preventDefault()
            go(event.key === 'ArrowUp' ? 1 : -1)
          }}
        />
        <button
          type="button"
          className="button icon"
          aria-label={words.more(label)}
          onClick={() => go(1)}
        >
          <span aria-hidden="true">+</span>
        </button>
        <span className="add-unit">{words.units[field]}</span>
      </span>
    </>
  )
}

function fits(field: NumberField, value: number): boolean {
  const { min, max } = FIELDS[field]
  const whole = field === 'gpu' || field === 'replicas' || field === 'runTime'
  return value >= min && value <= max && (!whole || Number.isInteger(value))
}

const placeholder = (kind: Kind) => words.kinds[kind].example

function amounts(numbers: Record<NumberField, number>): Record<string, number> {
  return {
    cpu: Math.round(numbers.cpu * 1000),
    memory: Math.round(numbers.memory * GIB),
    ...(numbers.gpu > 0 ? { 'nvidia.com/gpu': numbers.gpu } : {}),
  }
}
