using System.Text.Json;

namespace AccessKiosk.ModelImport.Tests;

/// <summary>
/// Imported models against the models' own interpreters; Recorded/README.md tells how the values were made.
/// </summary>
public sealed class RecordedValuesTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    [Theory]
    [InlineData("mtcnn-pnet")]
    [InlineData("mtcnn-rnet")]
    [InlineData("mtcnn-onet")]
    [InlineData("face-mesh")]
    [InlineData("iris")]
    public void An_imported_model_answers_what_its_own_interpreter_answers(string id)
    {
        var file = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Recorded", id + ".json"));
        var recorded = JsonSerializer.Deserialize<Recording>(file, Json)!;
        var model = Repository.Manifest.Models[id];
        var (n, h, w, c) = (recorded.Shape[0], recorded.Shape[1], recorded.Shape[2], recorded.Shape[3]);
        var noise = Runtime.Noise(n * h * w * c, recorded.Low, recorded.Seed);
        var swap = model.Source.SwapAxes;

        var input = new float[noise.Length];
        for (var i = 0; i < noise.Length; i++) input[ChannelsFirst(i, recorded.Shape, swap)] = noise[i];
        var answers = Runtime.Run(Repository.Importer.Convert(id), input, swap ? [n, c, w, h] : [n, c, h, w]);

        foreach (var output in recorded.Outputs)
        {
            var name = model.Outputs.Single(o => o.Source == output.Name || o.Name == output.Name).Name;
            var worst = 0.0;
            for (var i = 0; i < output.Values.Length; i++)
            {
                var answer = answers[name][ChannelsFirst((long)i * output.Step, output.Shape, swap)];
                worst = Math.Max(worst, Math.Abs(output.Values[i] - answer) / output.Largest);
            }

            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {worst:E2}");
            Assert.True(worst <= 2e-6, $"{id} {name}: {worst:E2}");
        }
    }

    private static long ChannelsFirst(long index, long[] shape, bool swap)
    {
        if (shape is not [_, var h, var w, var c]) return index;
        var (n, y, x, channel) = (index / (h * w * c), index / (w * c) % h, index / c % w, index % c);
        return swap
            ? (((((n * c) + channel) * w) + x) * h) + y
            : (((((n * c) + channel) * h) + y) * w) + x;
    }

    private sealed record Recording(uint Seed, double Low, long[] Shape, IReadOnlyList<RecordedOutput> Outputs);

    private sealed record RecordedOutput(string Name, long[] Shape, int Step, double Largest, double[] Values);
}
