//! Whoever sees colours otherwise tells the states apart all the same: vision without one kind of cone is
//! simulated as Machado, Oliveira and Fernandes do it (2009, IEEE Trans. Vis. Comput. Graph. 15), and the
//! difference of two colours is CIEDE2000 (Sharma, Wu and Dalal 2005, Color Res. Appl. 30).

use groundswell::tui::palette::{DARK, HIGH_CONTRAST, HIGH_CONTRAST_LIGHT, LIGHT, Palette, Rgb};

/// Without the cones for long, middle and short waves, on linear red, green and blue.
const VISIONS: [(&str, [[f64; 3]; 3]); 3] = [
    (
        "protan",
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    ),
    (
        "deutan",
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    ),
    (
        "tritan",
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ),
];

/// sRGB to linear light.
fn linear(colour: Rgb) -> [f64; 3] {
    colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    })
}

fn times(matrix: [[f64; 3]; 3], of: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(of).map(|(one, other)| one * other).sum())
}

/// Linear light to CIELAB under D65.
fn lab(light: [f64; 3]) -> [f64; 3] {
    let to_xyz = [
        [0.412_456_4, 0.357_576_1, 0.180_437_5],
        [0.212_672_9, 0.715_152_2, 0.072_175],
        [0.019_333_9, 0.119_192, 0.950_304_1],
    ];
    let [x, y, z] = times(to_xyz, light.map(|part| part.clamp(0.0, 1.0)));
    let bent = |part: f64| {
        if part > 216.0 / 24389.0 { part.cbrt() } else { (24389.0 / 27.0 * part + 16.0) / 116.0 }
    };
    let [x, y, z] = [bent(x / 0.950_47), bent(y), bent(z / 1.088_83)];
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// CIEDE2000 with all weights 1.
fn difference(one: [f64; 3], other: [f64; 3]) -> f64 {
    let chroma = |[_, a, b]: [f64; 3]| a.hypot(b);
    let seventh = |chroma: f64| (chroma.powi(7) / (chroma.powi(7) + 25_f64.powi(7))).sqrt();
    let stretch = 1.5 - 0.5 * seventh(f64::midpoint(chroma(one), chroma(other)));
    let polar = |[light, a, b]: [f64; 3]| {
        let a = a * stretch;
        (light, a.hypot(b), b.atan2(a).to_degrees().rem_euclid(360.0))
    };
    let ((l1, c1, h1), (l2, c2, h2)) = (polar(one), polar(other));
    let grey = c1 * c2 == 0.0;
    let turn = match h2 - h1 {
        _ if grey => 0.0,
        turn if turn > 180.0 => turn - 360.0,
        turn if turn < -180.0 => turn + 360.0,
        turn => turn,
    };
    let hue = match h1 + h2 {
        sum if grey => sum,
        sum if (h1 - h2).abs() <= 180.0 => sum / 2.0,
        sum if sum < 360.0 => (sum + 360.0) / 2.0,
        sum => (sum - 360.0) / 2.0,
    };
    let cosine = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cosine(hue - 30.0) + 0.24 * cosine(2.0 * hue) + 0.32 * cosine(3.0 * hue + 6.0)
        - 0.20 * cosine(4.0 * hue - 63.0);
    let (light, chroma) = (f64::midpoint(l1, l2), f64::midpoint(c1, c2));
    let from_middle = (light - 50.0).powi(2);
    let in_light = (l2 - l1) / (1.0 + 0.015 * from_middle / (20.0 + from_middle).sqrt());
    let in_chroma = (c2 - c1) / (1.0 + 0.045 * chroma);
    let in_hue = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin() / (1.0 + 0.015 * chroma * t);
    let rotation = 30.0 * (-((hue - 275.0) / 25.0).powi(2)).exp();
    let blue = -2.0 * seventh(chroma) * (2.0 * rotation).to_radians().sin();
    (in_light.powi(2) + in_chroma.powi(2) + in_hue.powi(2) + blue * in_chroma * in_hue).sqrt()
}

#[test]
fn the_difference_of_colours_is_as_published() {
    // Pairs 1, 7, 14 and 25 of the table of Sharma, Wu and Dalal.
    for (one, other, expected) in [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
        ([50.0, 2.5, 0.0], [50.0, 0.0, -2.5], 4.3065),
        ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
    ] {
        let is = difference(one, other);
        assert!((is - expected).abs() < 1e-4, "{is} for {expected}");
    }
}

///
#[test]
fn states_differ_for_every_vision() {
    let themes: [(&str, Palette); 4] = [
        ("light", LIGHT),
        ("dark", DARK),
        ("high-contrast", HIGH_CONTRAST),
        ("high-contrast-light", HIGH_CONTRAST_LIGHT),
    ];
    for (theme, palette) in themes {
        let [done, track, risk, late, open, _] = palette.accents;
        let states = [
            ("done", done),
            ("on track", track),
            ("at risk", risk),
            ("late", late),
            ("open", open),
            ("not started", palette.plain),
        ];
        for (vision, matrix) in VISIONS {
            for (nth, (one, first)) in states.iter().enumerate() {
                for (other, second) in &states[nth + 1..] {
                    let [first, second] = [first, second].map(|colour| lab(times(matrix, linear(*colour))));
                    let apart = difference(first, second);
                    assert!(apart >= 10.0, "{theme}, {vision}: {one} and {other} are {apart:.1} apart");
                }
            }
        }
    }
}
