import type { Context } from 'hono'
import type { Door } from '#platform/door.ts'
import type { Access, Method } from '#platform/endpoint.ts'
import type { Caller } from '#platform/http/on.ts'

/** A route outside the API: public pages, scripts, downloads. In the inventory and the policy table like every other. */
export interface HtmlPage {
  method: Method | 'OPTIONS'
  path: string
  access: Access
  /** Requests a minute for one address; public pages must have a limit. */
  limitPerMinute: number
  render: (c: Context, door: Door, caller: Caller) => Promise<Response> | Response
}

/** Declares a page. A GET must not change anything. */
export function htmlPage(
  declaration: { method: Method | 'OPTIONS'; path: string; access: Access; limitPerMinute?: number },
  render: HtmlPage['render'],
): HtmlPage {
  return { limitPerMinute: 120, ...declaration, render }
}
