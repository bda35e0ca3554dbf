/**
 * What is there at once, or comes. Most steps of a measure wait for nothing, and the SDK keeps a stack for every promise
 * of a workflow, which costs more than the step: what need not wait makes none.
 */
export type Soon<T> = T | Promise<T>
export const isPromise = <T>(value: Soon<T>): value is Promise<T> => value instanceof Promise
