using System.Diagnostics;
using System.Numerics.Tensors;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Lab.Bench;

/// <summary>
/// Times every stage on real frames with all stages on, and in the same run, frame by frame, the models alone: their
/// sum is the floor that no kiosk on this machine can go below.
/// </summary>
internal sealed class PipelineBench : IDisposable
{
    private const int GallerySize = 1000;
    private const int Seed = 1;

    private readonly BlazeFace _detector;
    private readonly PerceptionModels _models;
    private readonly PerceptionPath _path;
    private readonly TrackState _track;
    private readonly FaceTracker _tracker;
    private readonly Gallery _gallery = new(new() { ModelHash = FaceEmbedder.ModelHash, Dimension = FaceEmbedder.Dimensions });
    private readonly RecognitionPipeline _pipeline;
    private readonly FaceObservation _observation = new();
    private readonly DetectedFace[] _faces;
    private readonly TrackedFace[] _tracked;
    private readonly float[] _embedding = new float[FaceEmbedder.Dimensions];
    private readonly Candidate[] _best = new Candidate[2];

    public PipelineBench(KioskOptions options)
    {
        var models = new ModelCatalogue(options.Inference);
        _detector = new(models, options.Detection);
        _models = PerceptionModels.Load(models, options.Perception());
        _path = new(_models, options.Perception());
        _track = _path.CreateTrack();
        _tracker = new(options.Tracking);
        _gallery.Load(Strangers());
        _pipeline = RecognitionPipeline.Load(models, options.Perception(), new GalleryView(_gallery, ActiveCalibration.Load(options.Recognition.Thresholds)), options.Recognition);
        _faces = new DetectedFace[_detector.Capacity];
        _tracked = new TrackedFace[_detector.Capacity];
    }

    /// <summary>Runs once over the frames.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="warmUp">How many of the first are not counted.</param>
    /// <param name="step">Called after every frame.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public BenchReport Run(IReadOnlyList<Frame> frames, int warmUp, Action step, CancellationToken cancellationToken)
    {
        var times = new BenchTimes(frames.Count);
        long allocated = 0;
        for (var i = 0; i < frames.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (i == warmUp)
                (times, allocated) = (new(frames.Count), 0);
            Stages(frames[i].Image, times);
            Liveness(frames[i], times);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            _pipeline.Process(frames[i]);
            times.Loop.Add(start);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            step();
        }

        return BenchReport.Of(times, allocated / (double)(frames.Count - warmUp), frames[0].Image, frames.Count - warmUp);
    }

    public void Dispose()
    {
        _pipeline.Dispose();
        _track.Dispose();
        _path.Dispose();
        _models.Dispose();
        _detector.Dispose();
    }

    private static IEnumerable<GalleryReference> Strangers()
    {
        var random = new Random(Seed);
        for (var i = 0; i < GallerySize; i++)
        {
            var vector = new float[FaceEmbedder.Dimensions];
            for (var d = 0; d < vector.Length; d++)
                vector[d] = (float)(random.NextDouble() - 0.5);
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
            yield return new(PersonId.New(), ReferenceId.New(), FaceEmbedder.ModelHash, vector);
        }
    }

    private void Stages(Image image, BenchTimes times)
    {
        var start = Stopwatch.GetTimestamp();
        var count = _detector.Detect(image, _faces);
        var at = times.Detect.Add(start);
        if (count == 0)
            return;
        _tracker.Update(_faces.AsSpan(0, count), _tracked);
        at = times.Track.Add(at);
        var reading = _models.Reader.Align(image, _faces[0]);
        at = times.Align.Add(at);
        reading = _models.Reader.Read(image, reading);
        at = times.Mesh.Add(at);
        _models.Reader.Embed(image, reading.Points, _embedding);
        at = times.Embed.Add(at);
        _models.Texture.Logit(image, _models.Reader.Mesh.Bounds());
        at = times.Texture.Add(at);
        _gallery.Search(_embedding, _best);
        times.Match.Add(at);
        times.Whole.Add(start);

        // The same models on the same inputs, right after: what drifts with the machine drifts for both.
        var floor = Stopwatch.GetTimestamp();
        _detector.Model.Run();
        _models.Reader.Aligner.Model.Run();
        _models.Reader.Mesh.Model.Run();
        _models.Reader.Embedder.Model.Run();
        _models.Texture.Model.Run();
        times.Floor.Add(floor);
    }

    private void Liveness(Frame frame, BenchTimes times)
    {
        var face = _faces[0];
        var reading = _models.Reader.Read(frame.Image, _models.Reader.Align(frame.Image, face));
        Span<Box> boxes = [face.Box];
        var start = Stopwatch.GetTimestamp();
        _path.Scene.Observe(frame.Image, frame.Timestamp, boxes);
        _observation.Set(frame.Image, frame.Timestamp, frame.Sequence, reading.Box, reading.Points, reading.Quality);
        _observation.SetMesh(_models.Reader.Mesh.Points, isComparable: true);
        _track.Liveness.Observe(_observation);
        times.Liveness.Add(start);
    }
}
