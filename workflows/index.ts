export { measure } from './measure.ts'
export { plan } from './plan.ts'
