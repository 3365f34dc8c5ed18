/** @jsxImportSource hono/jsx */
import { createHash } from 'node:crypto'
import { SignJWT } from 'jose'
import { secretPurpose } from '#collect/widget/commands/keys.ts'
import { demoStyle } from '#collect/widget/demo-style.ts'
import { stranger } from '#collect/widget/public.ts'
import { workspaceOfPublicId } from '#collect/widget/public-id.ts'
import type { KeyRow } from '#collect/widget/queries.ts'
import { findActiveKey } from '#collect/widget/queries.ts'
import { baseUrl } from '#platform/config.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { htmlPage } from '#platform/http/page.ts'
import { unseal } from '#platform/secrets.ts'

const languages = { en: 'English', de: 'Deutsch', es: 'Español', fr: 'Français', ar: 'العربية' }
const themes = { auto: 'As the system', light: 'Light', dark: 'Dark' }

/** The invented person of the demo page. Nothing of it is real, and the name says so. */
const demoPerson = {
  id: 'demo-robin',
  email: 'robin.vale@copperline.example',
  name: 'Robin Vale (demo)',
  companies: [
    {
      id: 'demo-copperline',
      name: 'Copperline Clinics (demo)',
      monthlySpend: 420,
      plan: 'Clinic',
      created: '2024-03-01',
    },
  ],
}

// The very policy that docs/widget.md tells people to use; the demo page would not work if it were wrong.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  `style-src 'sha256-${createHash('sha256').update(demoStyle).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

async function demoKey(door: Door, asked: string | undefined): Promise<KeyRow | undefined> {
  const publicId =
    asked ??
    (await door.outside((db) => db.one<{ key: string | null }>(sql`select widget_demo_key() as key`))).key
  const workspaceId = publicId ? workspaceOfPublicId(publicId) : undefined
  return workspaceId
    ? door.inWorkspace(workspaceId, stranger, (ctx) => findActiveKey(ctx, publicId!))
    : undefined
}

const orders = [
  ['1042', 'Brass desk lamp', 'Robin Vale, 12 Harbour Row', '€ 84.00', 'On its way'],
  ['1037', 'Reading chair, green', 'Robin Vale, 12 Harbour Row', '€ 310.00', 'Delivered'],
  ['1029', 'Shelf brackets, 8 pairs', 'Robin Vale, 12 Harbour Row', '€ 46.50', 'Delivered'],
]

const wares = [
  ['Brass desk lamp', '€ 84', 'M12 4l6 9H6z M12 13v9 M8 22h8'],
  ['Reading chair', '€ 310', 'M6 4v9h12V4 M4 11v6h16v-6 M6 17v4 M18 17v4'],
  ['Wall shelf', '€ 58', 'M3 9h18 M3 17h18 M6 9v3 M18 9v3 M6 17v3 M18 17v3'],
] as const

function Choice({
  name,
  label,
  values,
  chosen,
}: {
  name: string
  label: string
  values: Record<string, string>
  chosen: string
}) {
  return (
    <label>
      {label}
      <select name={name} data-reload>
        {Object.entries(values).map(([value, text]) => (
          <option key={value} value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

function Demo({
  keyRow,
  base,
  theme,
  locale,
}: {
  keyRow: KeyRow | undefined
  base: string
  theme: string
  locale: string
}) {
  const tag = `<script async src="${base}/widget/widget.js"\n        data-key="${keyRow?.public_id ?? 'hbw_…'}"></script>`
  return (
    <html
      lang="en"
      dir={locale === 'ar' ? 'rtl' : 'ltr'}
      data-theme={theme}
      data-locale={locale}
      data-key={keyRow?.public_id}
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Harbour Row Furniture, a made-up shop</title>
        <link rel="icon" href="data:," />
        <style>{demoStyle}</style>
      </head>
      <body>
        <header>
          <p class="banner" dir="auto">
            This shop is made up. It shows the Hearback widget on a page like yours.
          </p>
          <div class="top">
            <strong>Harbour Row Furniture</strong>
            <nav aria-label="Shop">
              <a href="#wares">New in</a> <a href="#orders">Your orders</a>
            </nav>
          </div>
        </header>
        <main>
          <section aria-labelledby="try" class="try">
            <h1 id="try">Try the widget</h1>
            {keyRow ? (
              <>
                <div class="buttons">
                  <button type="button" data-act="bug">
                    Report a bug
                  </button>
                  <button type="button" data-act="feature">
                    Request a feature
                  </button>
                  <button type="button" data-act="general">
                    Give feedback
                  </button>
                </div>
                <div class="buttons">
                  {keyRow.on_demo_page && (
                    <button type="button" data-act="identify" class="second">
                      Sign in as Robin Vale
                    </button>
                  )}
                  <button type="button" data-act="logout" class="second">
                    Sign out
                  </button>
                  <button type="button" data-act="break" class="second">
                    Cause an error
                  </button>
                </div>
                <div class="buttons">
                  <Choice name="theme" label="Colours" values={themes} chosen={theme} />
                  <Choice name="locale" label="Language" values={languages} chosen={locale} />
                </div>
                <p id="status" role="status" dir="auto">
                  The widget is loading.
                </p>
              </>
            ) : (
              <p id="status" role="status" dir="auto">
                No widget key is offered for this page. In Hearback, open Settings, Widget, make a key and
                switch on “Offer it on the demo page”. Then reload this page.
              </p>
            )}
            <h2>The script tag</h2>
            <section class="code" tabindex={0} aria-label="Code">
              <pre>
                <code>{tag}</code>
              </pre>
            </section>
          </section>
          <section aria-labelledby="wares">
            <h2 id="wares">New in</h2>
            <ul class="wares">
              {wares.map(([name, price, path]) => (
                <li key={name}>
                  <svg viewBox="0 0 24 24" aria-hidden="true">
                    <path d={path} />
                  </svg>
                  <span>{name}</span> <strong>{price}</strong>
                </li>
              ))}
            </ul>
          </section>
          <div>
            <h2 id="orders">Your orders</h2>
            <section class="scroll" tabindex={0} aria-labelledby="orders">
              <table>
                <thead>
                  <tr>
                    {['Order', 'What', 'To', 'Sum', 'State'].map((head) => (
                      <th key={head} scope="col">
                        {head}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {orders.map((order) => (
                    <tr key={order[0]}>
                      {order.map((cell) => (
                        <td key={cell}>{cell}</td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
            <form class="coupon" method="get" action="#orders">
              <label>
                Coupon <input name="coupon" value="HARBOUR10" autocomplete="off" />
              </label>
              <label>
                Card number{' '}
                <input name="card" value="4000 0000 0000 0002" autocomplete="cc-number" inputmode="numeric" />
              </label>
            </form>
            <p class="dim">
              The card number is blacked out in screenshots by itself; cover the address yourself.
            </p>
          </div>
        </main>
        <script src="/widget/widget.js" async></script>
        <script src="/widget/demo.js" defer></script>
      </body>
    </html>
  )
}

function pick(values: Record<string, string>, asked: string | undefined, otherwise: string): string {
  return asked !== undefined && Object.hasOwn(values, asked) ? asked : otherwise
}

export const demoPages = [
  htmlPage(
    { method: 'GET', path: '/widget/demo', access: 'public', limitPerMinute: 300 },
    async (c, door) => {
      const keyRow = await demoKey(door, c.req.query('key'))
      const page = (
        <Demo
          keyRow={keyRow}
          base={baseUrl(door.config)}
          theme={pick(themes, c.req.query('theme'), 'auto')}
          locale={pick(languages, c.req.query('locale'), 'en')}
        />
      )
      return new Response(`<!doctype html>${page}`, {
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': policy,
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-store',
        },
      })
    },
  ),
  // Signs the invented person, and nobody else, with the key's secret, where the workspace offers the key for this page.
  htmlPage(
    { method: 'POST', path: '/widget/demo/token', access: 'public', limitPerMinute: 30 },
    async (c, door) => {
      const key = await demoKey(door, c.req.query('key'))
      if (!key?.on_demo_page) {
        throw new AppError(
          'not_found',
          'widget.no_demo_key',
          'This key is not offered on the demo page. Switch that on in Settings, Widget.',
        )
      }
      const token = await new SignJWT(demoPerson)
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setExpirationTime(Math.floor(door.now().getTime() / 1000) + 600)
        .sign(new TextEncoder().encode(unseal(door.config, secretPurpose, key.secret_sealed)))
      return Response.json({ token }, { headers: { 'cache-control': 'no-store' } })
    },
  ),
]
