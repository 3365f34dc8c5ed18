import { z } from 'zod'
import { accesses, holdings } from '#close/portal/rules.ts'
import { setting } from '#platform/settings/settings.ts'

/** How a workspace's portal is. `css` is the style as it was typed; `cleanCss` what of it pages show. */
export const portalSetting = setting(
  'portal',
  z.object({
    access: z.enum(accesses).default('off'),
    /** the key in the address, where it is open to whoever has the link */
    linkKey: z.string().default(''),
    name: z.string().default(''),
    intro: z.string().default(''),
    brandColor: z.string().nullable().default(null),
    logoFileId: z.string().nullable().default(null),
    css: z.string().default(''),
    cleanCss: z.string().default(''),
    /** people vote without signing in, each browser once */
    anonymousVotes: z.boolean().default(false),
    /** only contacts there are may sign in */
    contactsOnly: z.boolean().default(false),
    /** the widget key with which our own product signs who somebody is */
    widgetKeyId: z.string().nullable().default(null),
    ideasHeld: z.enum(holdings.ideas).default('all'),
    commentsHeld: z.enum(holdings.comments).default('first'),
    linksAllowed: z.number().int().default(2),
    showsRoadmap: z.boolean().default(true),
    showsChanges: z.boolean().default(true),
  }),
)
export type PortalSettings = z.output<typeof portalSetting.shape>
