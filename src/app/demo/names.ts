/** Invented customers of an invented vendor of billing software. No real company or person is meant. */

export const segments = ['School', 'Clinic', 'Club', 'Nursery'] as const
export type SegmentName = (typeof segments)[number]

const places =
  `Alderbrook Ashcombe Barrowmere Birchwick Bramblefold Brindlewood Calderhythe Cobblestead Copperfold Cranmoor Daleswick
Driftholm Eastmere Elderfen Fallowby Fenwhistle Fernhollow Foxcombe Gorsebank Greywater Harebell Hartsmere Hazelwick Heatherby
Hollowmere Ivybridge Junipers Kestrelby Kingsfallow Larchmont Lindenfold Longmere Marshwick Meadowfen Millhythe Mossbank Netherfold
Northwhistle Oakenshaw Orchardby Otterholm Pebblecombe Pennyfold Quillmere Ravensfold Redfern Rookhollow Rowanby Saltmere Sandwhistle
Sedgewick Silverfen Sparrowby Stonemere Swallowfield Tamarisk Thistledown Thornwick Tidemere Underhythe Valefold Wexmere Whinfell
Willowby Windlestead Wrenfold Yarrowmere`.split(/\s+/)

const kinds: Record<SegmentName, readonly string[]> = {
  School: ['Academy', 'Primary School', 'Music School', 'Language School', 'College', 'Dance School'],
  Clinic: ['Dental', 'Physiotherapy', 'Veterinary Clinic', 'Eye Clinic', 'Family Practice', 'Speech Therapy'],
  Club: ['Rowing Club', 'Tennis Club', 'Gymnastics', 'Climbing Hall', 'Swim Club', 'Sailing Club'],
  Nursery: ['Nursery', 'Day Care', 'Kindergarten', 'Forest Nursery'],
}

export const kindsOf = (segment: SegmentName) => kinds[segment]
export const placeNames = places

const first =
  `Ada Agnes Aino Alma Amir Anders Anja Anouk Arjun Astrid Aylin Bela Benno Bianca Bruno Camille Carla Casper Chiara Clara Dario
Davide Dilan Edith Eero Elena Elif Elin Emre Erik Esme Ewa Felix Fiona Freya Gabor Gemma Goran Greta Hanna Harald Hedda Hugo Ilse Imran
Ingrid Irina Isak Ivo Jana Jasper Joana Jonas Jorun Julia Kaja Karim Katja Kiran Lars Leila Leon Lidia Linus Liv Lorena Luca Maja Malik
Mara Marek Marta Mateo Mira Mirela Nadia Nils Nina Noor Olav Oskar Owen Pablo Paula Petra Pia Priya Rafael Rana Rasmus Rosa Ruben Samira
Selma Sienna Silas Stella Sven Tarek Tessa Theo Tilda Tomas Ulla Vera Viktor Wanda Yara Yusuf Zoe`.split(
    /\s+/,
  )

const last =
  `Abelsen Achterberg Albrecht Amsel Bakkali Bergstad Birkeland Boersma Brask Castell Cordes Dalgaard Demir Drost Eklund
Fabiani Falk Farrow Fjeld Gallo Garnier Haddad Halloran Hartwig Hedlund Holmberg Ikonen Ivers Jansma Jelinek Kaya Keller Kolar Koskinen
Kruse Lacroix Lindqvist Lombardi Lund Maas Marchetti Mehta Moreau Nagy Nordahl Novak Okafor Ostrow Palmgren Petrov Pinto Quist Ramaker
Rasmussen Riedel Rossi Saarinen Salvi Sandoval Sharma Silva Skoglund Sorvik Steiner Szabo Takacs Teixeira Toth Ulvaeng Varga Vasquez
Verhoeven Vogel Weber Wendt Wiklund Yilmaz Zander Zeman`.split(/\s+/)

export const firstNames = first
export const lastNames = last

export const titles: readonly (readonly [string, readonly string[], number])[] = [
  ['bursar', ['billing'], 5],
  ['head of office', ['implementation-project-manager', 'admin'], 4],
  ['director', ['decision-maker'], 3],
  ['accountant', ['billing', 'user'], 4],
  ['receptionist', ['user'], 4],
  ['practice manager', ['implementation-project-manager', 'decision-maker'], 2],
  ['IT coordinator', ['admin'], 2],
  ['programme manager', ['user'], 2],
]

export const zones: readonly (readonly [string, string, number])[] = [
  ['Europe/London', 'en-GB', 5],
  ['Europe/Berlin', 'en', 3],
  ['Europe/Oslo', 'en', 2],
  ['America/New_York', 'en-US', 4],
  ['America/Chicago', 'en-US', 2],
  ['Australia/Sydney', 'en-AU', 1],
]

/** Colleagues who exist only in the demo; they cannot sign in. */
export const colleagues: readonly { name: string; role: 'manager' | 'agent'; positions: string[] }[] = [
  {
    name: 'Lena Sorvik',
    role: 'manager',
    positions: ['customer-success-manager', 'transition-success-manager'],
  },
  { name: 'Tomasz Brandt', role: 'manager', positions: ['director-of-implementations', 'management'] },
  { name: 'Ines Okafor', role: 'agent', positions: ['support-lead'] },
  { name: 'Ravi Mehta', role: 'agent', positions: ['product-manager'] },
  { name: 'Sofie Lund', role: 'agent', positions: ['marketing-specialist'] },
]
