using System.Diagnostics.Metrics;
using Liquid.Log;
using Liquid.Spaces;
using Liquid.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Liquid.Dashboard;

/// <summary>
/// What the dashboard shows, kept up once a second for all who look; while nobody does, only the seconds and the receipts are.
/// Runs from the moment the dashboard is mapped until the host stops.
/// </summary>
internal sealed partial class DashboardFeed : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    /// <summary>Three minutes.</summary>
    private const int MostSamples = 180;

    private const int MostReceipts = 50;

    /// <summary>One at a time, so that what a viewer is told belongs together.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _receiptsLock = new();
    private readonly Queue<(long Version, Sample Sample)> _samples = new();
    private readonly Queue<(long Version, ReceiptState Receipt)> _receipts = new();
    private readonly List<ReceiptState> _arrived = [];
    private readonly SpacesView _spaces;
    private readonly Vitals _vitals;
    private readonly TimeProvider _time;
    private readonly ILogger<DashboardFeed> _logger;
    private readonly PeriodicTimer _timer;
    private volatile TaskCompletionSource _next = NewSignal();
    private long _version;
    private int _viewers;
    private string? _problem;

    public DashboardFeed(
        SpaceRegistry spaces,
        IStore store,
        IMeterFactory meters,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        ILogger<DashboardFeed> logger)
    {
        (_time, _logger) = (time, logger);
        _spaces = new SpacesView(spaces, store);
        _vitals = new Vitals(meters);
        _timer = new PeriodicTimer(_interval, time);
        spaces.Committed += Hear;
        _ = RunAsync(lifetime.ApplicationStopping);
    }

    /// <summary>Completes when there is something newer.</summary>
    public Task NextAsync => _next.Task;

    /// <summary>Somebody looks from now on, until it is disposed.</summary>
    public IDisposable Open()
    {
        Interlocked.Increment(ref _viewers);
        return new Opened(this);
    }

    /// <summary>Writes what a viewer has not been told yet.</summary>
    public async ValueTask<byte[]> UpdateAsync(Viewer viewer)
    {
        await _turn.WaitAsync();
        try
        {
            if (viewer.IsNew)
            {
                await RefreshAsync();
            }

            return viewer.Update(
                new(_version, _time.GetUtcNow(), _problem, _spaces.More, _spaces.All, [.. _samples], [.. _receipts]));
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _vitals.Dispose();
        _turn.Dispose();
    }

    private void Hear(string space, LogEntry entry)
    {
        if (ReceiptReader.Read(space, entry) is { } receipt)
        {
            lock (_receiptsLock)
            {
                _arrived.Add(receipt);
                if (_arrived.Count > MostReceipts)
                {
                    _arrived.RemoveAt(0);
                }
            }
        }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stopping))
            {
                await TickAsync();
                Interlocked.Exchange(ref _next, NewSignal()).TrySetResult();
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task TickAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _version++;
            Keep(_samples, _vitals.Take(_time.GetUtcNow()), MostSamples);
            lock (_receiptsLock)
            {
                _arrived.ForEach(receipt => Keep(_receipts, receipt, MostReceipts));
                _arrived.Clear();
            }

            if (Volatile.Read(ref _viewers) > 0)
            {
                await RefreshAsync();
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The next round may do better; without this, one failure would end all of them.
            LogFailed(failure);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            await _spaces.RefreshAsync(_version);
            _problem = null;
        }
        catch (StoreUnavailableException problem)
        {
            _problem = problem.Message;
        }
    }

    private void Keep<T>(Queue<(long, T)> kept, T item, int most)
    {
        kept.Enqueue((_version, item));
        if (kept.Count > most)
        {
            kept.Dequeue();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(LogLevel.Error, "The dashboard's view failed; the next round tries again")]
    private partial void LogFailed(Exception failure);

    private sealed class Opened(DashboardFeed feed) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref feed._viewers);
    }
}
