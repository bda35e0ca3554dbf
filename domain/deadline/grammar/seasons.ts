/**
 * Times of the year that no table of holidays gives: school terms, flood and heating seasons, sessions of a congress.
 * Their day is set by whoever is in charge, so the deadline waits for it as for an event, and that is said.
 */
export const TIME =
  '学期|学年|开学|寒假|暑假|暑期|主?汛期?|入汛|防火期|采暖季|采暖期|供[暖热][季期]?|采暖|雨季|春耕|春播|秋收|入冬|封冻|上冻|冬季|春运|高考|中考|换届|两会|[人党]代会|全会|开幕'
