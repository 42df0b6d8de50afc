export const CODE = '7K3M-Q2ZD-H8RT-W5XB'
export const OTHER_CODE = 'A1B2-C3D4-E5F6-G7H8'
export const BOARD = 'board-2026'
/** A vote in both contests. */
export const VOTES = { chair: ['ada'], board: ['cem', 'eva'] }
