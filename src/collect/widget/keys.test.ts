import { beforeAll, describe, expect, test } from 'vitest'
import {
  createWidgetKey,
  listWidgetKeys,
  rotateWidgetSecret,
  updateWidgetKey,
} from '#collect/widget/contract.ts'
import { widgetScene } from '#collect/widget/widget-scene.ts'
import { sql } from '#platform/db/sql.ts'

let scene: Awaited<ReturnType<typeof widgetScene>>
beforeAll(async () => {
  scene = await widgetScene()
})

describe('keys', () => {
  test('the secret is shown once, sealed at rest, and never listed', async () => {
    const key = await scene.newKey()
    const { data } = await scene.ws.owner.call(listWidgetKeys, {})
    expect(JSON.stringify(data)).not.toContain(key.secret)
    const rows = await scene.ws.run((ctx) =>
      ctx.db.many(sql`select * from widget_keys where workspace_id = ${scene.ws.id}`),
    )
    expect(JSON.stringify(rows)).not.toContain(key.secret)
  })

  test('after a rotation the old secret holds for the hours given, and not longer', async () => {
    const key = await scene.newKey()
    const rotated = await scene.ws.owner.call(rotateWidgetSecret, { keyId: key.id, keepOldHours: 24 })
    const tries = async () =>
      Promise.all(
        [key.secret, rotated.secret].map(
          async (secret) =>
            (await scene.post(key.publicId, 'identify', { token: await scene.token({ id: 'u-1' }, secret) }))
              .status,
        ),
      )
    expect(await tries()).toEqual([200, 200])
    scene.t.clock.advance({ hours: 25 })
    expect(await tries()).toEqual([401, 200])
    const leaked = await scene.ws.owner.call(rotateWidgetSecret, { keyId: key.id, keepOldHours: 0 })
    expect(await tries()).toEqual([401, 401])
    expect(leaked.key.oldSecretUntil).toBeNull()
  })

  test('only admins make keys; managers see them; agents do not', async () => {
    const [admin, manager, agent] = [
      await scene.ws.as('admin'),
      await scene.ws.as('manager'),
      await scene.ws.as('agent'),
    ]
    await expect(admin.call(createWidgetKey, { product: 'A' })).resolves.toBeDefined()
    await expect(manager.call(createWidgetKey, { product: 'A' })).rejects.toMatchObject({ status: 403 })
    await expect(manager.call(listWidgetKeys, {})).resolves.toBeDefined()
    await expect(agent.call(listWidgetKeys, {})).rejects.toMatchObject({ status: 403 })
  })

  test.each(['app.example.com', 'https://app.example.com/path', '*', 'https://*.com', 'javascript:alert(1)'])(
    'the origin %s is refused',
    async (wrong) => {
      await expect(
        scene.ws.owner.call(createWidgetKey, { product: 'A', origins: [wrong] }),
      ).rejects.toMatchObject({
        status: 400,
      })
    },
  )

  test('a new workspace has a key that works on the demo page and nowhere else', async () => {
    const fresh = await scene.t.workspace('Fresh')
    const { data } = await fresh.owner.call(listWidgetKeys, {})
    expect(data).toMatchObject([{ product: 'Fresh', onDemoPage: true, origins: [] }])
    expect((await scene.say(data[0]!.publicId)).status).toBe(403)
  })

  test('a key of another workspace is not found', async () => {
    const key = await scene.newKey()
    const other = await scene.t.workspace('Third')
    await expect(other.owner.call(updateWidgetKey, { keyId: key.id, product: 'X' })).rejects.toMatchObject({
      status: 404,
    })
    await expect(other.owner.call(rotateWidgetSecret, { keyId: key.id })).rejects.toMatchObject({
      status: 404,
    })
  })
})
