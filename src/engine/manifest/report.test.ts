import { expect, test } from 'vitest'
import { readManifests } from './readManifests.ts'

const HINT = /This looks like a Helm template that is not rendered yet/
const pod = (name: string, more = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n${more}spec:\n  containers: [{name: c, image: i}]\n`
const hinted = (text: string) =>
  readManifests(text)
    .diagnostics()
    .filter(({ message }) => HINT.test(message)).length

test.each([
  ['a value', pod('{{ .Values.name }}')],
  ['a value within quotes', pod('"{{ .Values.name }}"')],
  ['a value of the root', pod('{{ $.Values.name }}')],
  ['a part of a value', pod('{{- .Release.Name }}-web')],
  ['a condition', pod('web', '{{- if .Values.on }}\n  labels: {a: b}\n{{- end }}\n')],
  ['an include', pod('{{ include "chart.fullname" . }}')],
  ['many', pod('{{ .Values.name }}', '  namespace: {{ .Release.Namespace }}\n')],
])('M2 a Helm template that is not rendered is recognised, once: %s', (_, text) => {
  expect(readManifests(text).diagnostics().length).toBeGreaterThan(0)
  expect(hinted(text)).toBe(1)
})

test.each([
  ['a manifest without a mistake', pod('web', '  annotations: {said: "{{ .Values.name }}"}\n')],
  [
    'a mistake elsewhere',
    `${pod('web', '  annotations: {said: "{{ .x }}"}\n')}  restartPolicy: 3\n`,
  ],
  ['a map within a map', pod('{{ a: b }}')],
])('M2 %s gets no hint', (_, text) => {
  expect(hinted(text)).toBe(0)
})
