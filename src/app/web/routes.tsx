import type { ComponentType } from 'react'
import type { Access } from '#platform/endpoint.ts'
import type { NavEntry } from '#platform/web/shell.tsx'

type Load = () => Promise<{ default: ComponentType }>

/** A page of the team app. `path` is below /w/$workspace; the file's default export is the screen. */
export interface Screen {
  path: string
  load: Load
  /** Its line in the sidebar; pages reached from others have none. */
  nav?: Omit<NavEntry, 'path'>
  /** How many wait for a person (red when late); the file's default export asks for it. */
  waiting?: () => Promise<{ default: () => Promise<{ waiting?: number; late?: number }> }>
}

/** A page of the settings, in the order of its group. */
export interface SettingsPage {
  path: string
  label: string
  group: 'You' | 'Workspace' | 'Channels' | 'Work'
  access?: Access
  load: Load
}

/** Every screen, in the order of the loop. One entry each; the screen's code loads when it is opened. */
export const screens: readonly Screen[] = [
  {
    path: 'inbox',
    load: () => import('#organize/inbox/web/inbox-screen.tsx'),
    nav: { label: 'Inbox', place: 'mine', icon: 'inbox', access: 'feedback:read', key: 'i' },
    waiting: () => import('#organize/inbox/web/waiting.ts'),
  },
  {
    path: 'imports',
    load: () => import('#collect/imports/web/imports-screen.tsx'),
    nav: { label: 'Imports', place: 'collect', access: 'imports:read' },
  },
  { path: 'imports/$importId', load: () => import('#collect/imports/web/import-screen.tsx') },
  { path: 'inbox/$feedbackId', load: () => import('#organize/inbox/web/item-screen.tsx') },
  {
    path: 'surveys',
    load: () => import('#collect/surveys/web/surveys-screen.tsx'),
    nav: {
      label: 'Surveys',
      place: 'collect',
      icon: 'survey',
      access: 'surveys:read',
      key: 'v',
      also: ['waves'],
    },
  },
  { path: 'surveys/$surveyId', load: () => import('#collect/surveys/web/survey-screen.tsx') },
  { path: 'surveys/$surveyId/waves', load: () => import('#collect/surveys/web/survey-waves.tsx') },
  { path: 'surveys/$surveyId/answers', load: () => import('#collect/surveys/web/survey-answers.tsx') },
  { path: 'waves/$waveId', load: () => import('#collect/surveys/web/wave-screen.tsx') },
  {
    path: 'outbox',
    load: () => import('#platform/mail/web/outbox-screen.tsx'),
    nav: { label: 'Outbox', place: 'close', icon: 'mail', access: 'mail:read', key: 'o' },
  },
]

/** Lines of the sidebar for pages that stand in a second place. */
export const secondPlaces: readonly NavEntry[] = [
  { label: 'Triage', path: 'inbox', place: 'organize', access: 'feedback:read' },
  { label: 'Types, areas, tags', path: 'settings/categories', place: 'organize', access: 'feedback:read' },
]

export const settingsPages: readonly SettingsPage[] = [
  {
    path: 'appearance',
    label: 'Appearance and keys',
    group: 'You',
    load: () => import('#app/web/settings/appearance.tsx'),
  },
  { path: 'account', label: 'Sign-in', group: 'You', load: () => import('#app/web/settings/account.tsx') },
  {
    path: 'general',
    label: 'General',
    group: 'Workspace',
    access: 'settings:read',
    load: () => import('#app/web/settings/general.tsx'),
  },
  {
    path: 'members',
    label: 'Members and roles',
    group: 'Workspace',
    access: 'members:read',
    load: () => import('#app/web/settings/members.tsx'),
  },
  {
    path: 'api-keys',
    label: 'API keys',
    group: 'Workspace',
    access: 'settings:manage',
    load: () => import('#app/web/settings/api-keys.tsx'),
  },
  {
    path: 'mail',
    label: 'Mail',
    group: 'Channels',
    access: 'mail:manage',
    load: () => import('#platform/mail/web/mail-settings.tsx'),
  },
  {
    path: 'widget',
    label: 'Widget',
    group: 'Channels',
    access: 'widget:read',
    load: () => import('#collect/widget/web/widget-settings.tsx'),
  },
  {
    path: 'categories',
    label: 'Types, areas and tags',
    group: 'Work',
    access: 'feedback:read',
    load: () => import('#organize/tags/web/categories-settings.tsx'),
  },
]
