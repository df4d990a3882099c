// What decides how a text looks, so that looks alike are judged once: `find` names the look of
// every text on the page, `judge` has axe judge some of them.
(() => {
  const NONE = "rgba(0, 0, 0, 0)";
  const FIELDS =
    "input:not([type=hidden], [type=range], [type=color], [type=checkbox], [type=radio], [type=image]), select, textarea";
  const PICTURES = "img, canvas, video, object, iframe";
  let found = [];
  let styles = new Map();
  let paintings = new Map();

  const style = (element) => {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  };
  const meets = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const holds = (outer, inner) =>
    outer.left <= inner.left + 1 && outer.right >= inner.right - 1 &&
    outer.top <= inner.top + 1 && outer.bottom >= inner.bottom - 1;

  // It may stand over something that is none of its ancestors.
  const shifted = (element) => {
    const s = style(element);
    if (s.transform !== "none" || s.float !== "none") return true;
    if (s.position !== "static" && s.position !== "relative") return true;
    if (s.position === "relative" && [s.top, s.right, s.bottom, s.left].some((each) => !["auto", "0px"].includes(each))) return true;
    if (![s.marginTop, s.marginRight, s.marginBottom, s.marginLeft].some((each) => each.startsWith("-"))) return false;
    // Drawn nearer than the gap is wide, it still touches nobody.
    const box = element.getBoundingClientRect();
    const beside = [element.previousElementSibling, element.nextElementSibling].filter(Boolean);
    return !holds(element.parentElement.getBoundingClientRect(), box) ||
      beside.some((each) => meets(each.getBoundingClientRect(), box));
  };

  // A painted pseudo-element may cover what is behind the text.
  const painted = (element) => {
    if (!paintings.has(element)) {
      const found = ["::before", "::after"].some((name) => {
        const s = getComputedStyle(element, name);
        const isPainted = s.backgroundColor !== NONE || s.backgroundImage !== "none";
        return s.content !== "none" && s.position !== "static" && isPainted;
      });
      paintings.set(element, found);
    }
    return paintings.get(element);
  };
  const covers = (element) => {
    const { backgroundColor, backgroundImage } = style(element);
    return backgroundColor !== NONE || backgroundImage !== "none" || element.matches(PICTURES) || painted(element);
  };
  const isOpaque = (color) => !/rgba|\//.test(color);
  // One color, where it stands in the flow of the page, and nothing more.
  const isPlain = (element) => {
    const s = style(element);
    return s.position === "static" && s.backgroundImage === "none" && isOpaque(s.backgroundColor) &&
      s.opacity === "1" && !painted(element) && !element.childElementCount;
  };
  // Who is switched off, and its label, need no contrast.
  const off = (element) => {
    const label = element.closest("label");
    return Boolean(
      element.closest("[disabled], [aria-disabled=true], fieldset[disabled]") || label?.control?.disabled,
    );
  };

  // Kept for screen readers, or out of the page until it is reached.
  const unseen = (element) => {
    const s = style(element);
    const box = element.getBoundingClientRect();
    const isClipped = s.clipPath !== "none" || s.clip !== "auto";
    return isClipped || box.width <= 1 || box.height <= 1 || box.right <= 0 || box.bottom <= 0;
  };

  // The look, or null for a text that only itself can tell.
  const look = (element, over) => {
    const s = style(element);
    const box = element.getBoundingClientRect();
    const said = [
      element.matches(FIELDS) ? element.localName : "", s.color, s.webkitTextFillColor, s.fontSize,
      s.fontWeight, s.textShadow, element.closest("a") ? s.textDecorationLine : "", off(element),
    ];
    if (over.some(([other, area]) => meets(area, box) && !other.contains(element))) return null;
    let ground = false;
    for (let each = element; each; each = each.parentElement) {
      const t = style(each);
      if ([t.opacity, t.filter, t.mixBlendMode, t.backdropFilter].join() !== "1,none,normal,none") return null;
      if (ground) continue;
      if (painted(each)) return null;
      if (t.backgroundImage !== "none") return null;
      if (t.backgroundColor !== NONE) {
        if (each.parentElement && !holds(each.getBoundingClientRect(), box)) return null;
        said.push(t.backgroundColor);
        ground = isOpaque(t.backgroundColor);
      }
      if (!ground && each.parentElement && shifted(each)) {
        const under = [...each.parentElement.children].filter(
          (other) => other !== each && meets(other.getBoundingClientRect(), box) && covers(other),
        );
        if (under.length !== 1 || !isPlain(under[0]) || !holds(under[0].getBoundingClientRect(), box)) return null;
        said.push(style(under[0]).backgroundColor);
        ground = true;
      }
    }
    return said.join("|");
  };

  const find = (part) => {
    styles = new Map();
    paintings = new Map();
    const over = [...document.body.querySelectorAll("*")]
      .filter((each) => shifted(each) && each.checkVisibility({ visibilityProperty: true }))
      .filter((each) => !unseen(each) && [each, ...each.querySelectorAll("*")].some(covers))
      .map((each) => [each, each.getBoundingClientRect()])
      .filter(([, area]) => area.width && area.height);
    const roots = part ? [...document.querySelectorAll(part)] : [document.documentElement];
    const inside = roots.flatMap((root) => [root, ...root.querySelectorAll("*")]);
    const hasText = (each) =>
      each.matches(FIELDS) || [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    found = [...new Set(inside)].filter(
      (each) =>
        document.body.contains(each) && each.checkVisibility({ visibilityProperty: true }) &&
        hasText(each) && !unseen(each),
    );
    return found.map((each) => look(each, over));
  };

  const judge = async (numbers, rules) => {
    const include = numbers.map((number) => found[number]);
    const answer = await axe.run({ include }, {
      runOnly: { type: "rule", values: rules },
      resultTypes: ["violations", "passes", "incomplete"],
      elementRef: true,
    });
    const of = (rules) =>
      rules.filter(({ id }) => id === "color-contrast").flatMap(({ nodes }) => nodes.map(({ element }) => found.indexOf(element)));
    return {
      wrong: answer.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} (${failureSummary})`)),
      passed: of(answer.passes),
      unclear: of(answer.incomplete),
    };
  };

  window.contrast = { find, judge };
})();
