/** Text of the scenario that plays at the first visit; the others come when they are asked for. */
export { default as OPENING } from '../../../scenarios/opening.yaml?raw'
