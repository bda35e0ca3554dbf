// Elements that script brings to life (web/islands); without it they are empty or show what is in them.
import 'hono/jsx'

declare module 'hono/jsx' {
  namespace JSX {
    interface IntrinsicElements {
      readonly 'date-hint': { readonly for: string }
      readonly 'unit-picker': { readonly children?: unknown }
      readonly 'bulk-bar': object
      readonly 'live-preview': object
      readonly 'live-region': {
        readonly class?: string
        /** Of all that one may know of, where it is left out. */
        readonly 'data-plan'?: string
        readonly 'data-no'?: string
        /** 大屏: the whole page anew after these seconds. */
        readonly 'data-every'?: number
      }
      readonly 'upload-progress': object
      readonly 'paste-shot': object
      readonly 'session-guard': { readonly 'data-seconds': number }
    }
  }
}
