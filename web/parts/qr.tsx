import { raw } from 'hono/html'
import QRCode from 'qrcode'

/** A QR code as a drawing in the page: nothing is loaded for it, and it prints. */
export const qr = async (text: string, label: string) => (
  <div role="img" aria-label={label} class="qr">
    {raw(await QRCode.toString(text, { type: 'svg', margin: 4, width: 240 }))}
  </div>
)
