"""How the flow pictures look: marks that hold in grey and in print, in the page's own colours."""

STYLE = """
.flow { max-width: 100%; height: auto; }
.flow .baseline { fill: var(--clear, #5F6B7A); fill-opacity: .16; }
.flow .baseline-mean { stroke: var(--text, #1C2024); stroke-width: 1.2; }
.flow .baseline-on { stroke: var(--text, #1C2024); stroke-width: 1.2; stroke-dasharray: 1.5 3; }
.flow .halo { paint-order: stroke; stroke: var(--ground, #FFFFFF); stroke-width: 3.5px; stroke-linejoin: round; }
.flow .note { fill: var(--soft, #4D5865); font-size: 10.5px; }
.flow .head { font-size: 12.5px; font-weight: 600; }
.flow .value { font-size: 11px; font-weight: 600; }
.flow .known { fill: none; stroke: var(--observed, #1F5FBF); stroke-width: 1.8; stroke-linejoin: round; }
.flow .known-dot { fill: var(--observed, #1F5FBF); }
.flow .mirror { fill: none; stroke: var(--observed, #1F5FBF); stroke-width: 1.4; stroke-dasharray: 5 3; }
.flow .mirror-dot { fill: var(--ground, #FFFFFF); stroke: var(--observed, #1F5FBF); stroke-width: 1.2; }
.flow .silent { fill: none; stroke: var(--soft, #4D5865); stroke-width: .8; stroke-dasharray: 2 2; }
.flow .break { stroke: var(--raised, #B3261E); stroke-width: 1.6; fill: none; }
.flow .break-mark { fill: var(--raised, #B3261E); }
.flow .break.hollow { fill: var(--ground, #FFFFFF); }
.flow .lost { fill: var(--clear, #5F6B7A); }
.flow .gained { fill: var(--s0, #0072B2); }
.flow .unseen { fill: none; stroke: var(--soft, #4D5865); stroke-dasharray: 4 3; }
.flow .whisker { stroke: var(--text, #1C2024); stroke-width: 1.4; fill: none; }
.flow .whisker-case { stroke: var(--ground, #FFFFFF); stroke-width: 4; fill: none; }
.flow .step { stroke: var(--soft, #4D5865); stroke-width: .8; stroke-dasharray: 2 2; }
.flow .land { fill: var(--rule, #D5DAE0); fill-opacity: .5; stroke: none; }
.flow .graticule { fill: none; stroke: var(--rule, #D5DAE0); stroke-width: .7; }
.flow .arc-case { fill: none; stroke: var(--ground, #FFFFFF); }
.flow .arc { fill: none; stroke: var(--observed, #1F5FBF); stroke-opacity: .75; }
.flow .arc.direct { stroke: var(--clear, #5F6B7A); }
.flow .arc.thin { stroke-dasharray: 2 3; stroke-opacity: 1; stroke-width: 1.5; }
.flow .place { fill: var(--ground, #FFFFFF); stroke: var(--text, #1C2024); stroke-width: 1.4; }
.flow .place.from { fill: var(--text, #1C2024); }
.flow .leader-line { stroke: var(--soft, #4D5865); stroke-width: .7; }
.multiples.of-flows > div { display: flex; flex-direction: column; } .multiples.of-flows svg { margin-top: auto; }
.multiples.of-flows p { margin: 0; font-size: .84rem; line-height: 1.4; color: var(--soft, #4D5865); }
.maps svg { max-width: 46rem; width: 100%; height: auto; }
.flow-table td .small { white-space: nowrap; }
.flow-table tr.tier th, .flow-table tr.tier td { background: var(--panel, #F5F7F9); padding-top: .5rem; }
.flow-table td.guard { color: var(--soft, #4D5865); }
"""
