"""GENIUS files to read: some written by hand, and random ones."""

from hypothesis import strategies as st

BOM = "\ufeff"


def issue(index, name, kind, inside, attributes=""):
    return f'<issue index="{index}" name="{name}" type="{kind}" etype="{kind}" vtype="{kind}" {attributes}>{inside}</issue>'


def items(labels, evaluations=None):
    return "".join(
        f'<item index="{at}" value="{label}"' + (f' evaluation="{evaluations[at - 1]}"' if evaluations else "") + "/>"
        for at, label in enumerate(labels, 1)
    )


def bounds(low, high):
    return f'<range lowerbound="{low}" upperbound="{high}"></range>'


def domain(*issues):
    inside = f'<objective index="0" name="root" type="objective" etype="objective">{"".join(issues)}</objective>'
    return f'<negotiation_template><utility_space number_of_issues="{len(issues)}">{inside}</utility_space></negotiation_template>'


def profile(issues, weights, extra=""):
    weighed = "".join(f'<weight index="{index}" value="{value}"></weight>' for index, value in weights.items())
    inside = (
        f'<objective index="0" name="root" type="objective" etype="objective">{"".join(issues)}{weighed}</objective>'
    )
    return f"<utility_space>{extra}{inside}</utility_space>"


def rectangles(issues, greatest, given, extra=""):
    """A nonlinear profile: `given` lists (utility, {index: (min, max)})."""
    inside = "".join(
        f'<hyperRectangle utility="{adds}">'
        + "".join(f'<INCLUDES index="{index}" min="{low}" max="{high}"/>' for index, (low, high) in held.items())
        + "</hyperRectangle>"
        for adds, held in given
    )
    function = f'<utility maxutility="{greatest}"><ufun type="PlainUfun" weight="1" aggregation="sum">{inside}</ufun></utility>'
    root = f'<objective index="0" name="root" type="objective">{"".join(issues)}{function}</objective>'
    return f"<utility_space>{extra}{root}</utility_space>"


def written(folder, **contents):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in contents.items():
        raw = text if isinstance(text, bytes) else text.encode()
        (folder / f"{name}.xml").write_bytes(raw)
    return folder


@st.composite
def cases(draw):
    """A domain and two or three profiles, as texts: discrete, integer and real issues, any indices, any of the functions."""
    count = draw(st.integers(1, 3))
    first = draw(st.integers(0, 5))
    kinds = draw(st.lists(st.sampled_from(["discrete", "integer", "real"]), min_size=count, max_size=count))
    shapes = []
    for kind in kinds:
        if kind == "discrete":
            label = st.text("ab Ä-%'0,:", min_size=1, max_size=5).filter(lambda text: text == " ".join(text.split()))
            shapes.append(draw(st.lists(label, min_size=2, max_size=4, unique=True)))
        else:
            low = draw(st.integers(-5, 5))
            shapes.append((low, low + draw(st.integers(1, 6))))
    order = draw(st.permutations(range(count)))
    whole = [
        issue(first + at, f"Issue {at}", kind, items(shape) if kind == "discrete" else bounds(*shape))
        for at, (kind, shape) in enumerate(zip(kinds, shapes, strict=True))
    ]
    profiles = []
    for _ in range(draw(st.integers(2, 3))):
        raw = draw(st.lists(st.integers(0, 1000), min_size=count, max_size=count).filter(any))
        share = draw(st.sampled_from([1, 0.9, 0.5]))
        weights = {str(first + at): repr(share * raw[at] / sum(raw)) for at in order}
        own = [issue(first + at, f"Issue {at}", kinds[at], draw(inside(kinds[at], shapes[at]))) for at in order]
        reservation = draw(st.none() | st.integers(0, 100))
        extra = "" if reservation is None else f'<reservation value="{reservation / 100}"/>'
        extra += draw(st.sampled_from(["", '<discount_factor value="0.5"></discount_factor>']))
        profiles.append(profile(own, weights, extra))
    mark = draw(st.sampled_from(["", BOM]))
    return mark + domain(*whole), [mark + text for text in profiles]


@st.composite
def inside(draw, kind, shape):
    if kind == "discrete":
        number = st.integers(0, 500) | st.integers(0, 5000).map(lambda n: n / 10)
        return items(shape, draw(st.lists(number, min_size=len(shape), max_size=len(shape))))
    number = st.integers(-30, 30).map(lambda n: n / 10)
    low, high = shape
    function = draw(st.sampled_from(["slope", "parameter", "constant", "triangular"]))
    if function == "slope":
        given = f'ftype="linear" slope="{draw(number)}" offset="{draw(number)}"'
    elif function == "parameter":
        given = f'ftype="linear" parameter1="{draw(number)}" parameter0="{draw(number)}"'
    elif function == "constant":
        given = f'ftype="constant" parameter0="{draw(st.integers(0, 10)) / 10}"'
    else:
        ends = sorted(
            [low - draw(st.integers(0, 2)), draw(st.integers(low * 2, high * 2)) / 2, high + draw(st.integers(1, 3))]
        )
        given = f'ftype="triangular" parameter0="{ends[0]}" parameter1="{ends[2]}" parameter2="{ends[1]}"'
    return bounds(low, high) + f"<evaluator {given}></evaluator>"


@st.composite
def nonlinear_cases(draw):
    """A domain of integer issues and two profiles of rectangles whose utilities cannot pass maxutility."""
    count, first = draw(st.integers(1, 4)), draw(st.integers(0, 3))
    issues = [issue(first + at, f"I{at}", "integer", bounds(0, 3)) for at in range(count)]
    profiles = []
    for _ in range(2):
        given = []
        for _ in range(draw(st.integers(1, 6))):
            held = draw(st.lists(st.integers(0, count - 1), max_size=count, unique=True))
            ends = [sorted(draw(st.tuples(st.integers(-1, 4), st.integers(-1, 4)))) for _ in held]
            given.append((draw(st.integers(0, 50)), {first + at: end for at, end in zip(held, ends, strict=True)}))
        greatest = sum(adds for adds, _ in given) or 1
        profiles.append(rectangles(issues, greatest, given, f'<reservation value="{draw(st.integers(0, 10)) / 10}"/>'))
    return domain(*issues), profiles
