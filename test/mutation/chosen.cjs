const areas = require('./areas.cjs');

const { quick, slow } = areas[process.env.MUTATED];

/** The tests that are asked now, as the list of the area has them. */
module.exports = { chosen: process.env.MUTATED_SLOWLY === '1' ? [...quick, ...slow] : quick };
